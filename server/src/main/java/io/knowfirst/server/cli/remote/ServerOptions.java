package io.knowfirst.server.cli.remote;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server a command goes to, and with which key. */
public final class ServerOptions {
  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server, by default ${DEFAULT-VALUE}.")
  private String server = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "KEY",
      description = "A key of the server: secret to import, admin for rules.")
  private @Nullable String key;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** For a command that only sometimes needs a server. */
  public static ServerOptions of(CommandSpec command, String server, String key) {
    var options = new ServerOptions();
    options.command = command;
    options.server = server;
    options.key = key;
    return options;
  }

  /** Its address. */
  public URI server() {
    URI address;
    try {
      address = URI.create(server);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
      throw refused();
    }
    return address;
  }

  /** The key, as it is sent. */
  public String key() {
    return key == null ? "" : key;
  }

  private ParameterException refused() {
    return new ParameterException(
        command.commandLine(),
        "server is %s, expected a URL. Maybe http://127.0.0.1:8080?".formatted(server));
  }
}
