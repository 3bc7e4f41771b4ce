package io.knowfirst.server.cli;

import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules rollback}: back to a version that was live before. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Rolls back to an earlier approved version.")
final class RulesRollback implements Callable<Integer> {
  private static final int LIVE = 201;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "HASH",
      description = "The version, as rules history shows it; at least 6 characters.")
  private String hash = "";

  @Option(names = "--message", paramLabel = "TEXT", description = "Why.")
  private @Nullable String message;

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    var query = message == null ? "" : "?message=" + RulesServer.encoded(message);
    var path = "/" + RulesServer.encoded(hash) + "/rollback" + query;
    var answer = RulesServer.ask(server, HttpMethod.POST, path, null);
    int code = RulesServer.tell(answer, spec.commandLine().getOut(), spec.commandLine().getErr());
    if (answer.status() == LIVE) {
      var out = spec.commandLine().getOut();
      out.println(
          "Where the server watches a folder, mend that too: what is saved there next is published.");
      out.flush();
    }
    return code;
  }
}
