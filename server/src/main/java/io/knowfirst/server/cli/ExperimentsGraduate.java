package io.knowfirst.server.cli;

import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code experiments graduate}: writes what a winner would be as a rule, for review. */
@Command(
    name = "graduate",
    mixinStandardHelpOptions = true,
    description = "Drafts a rule from a decided experiment; publishes nothing.")
final class ExperimentsGraduate implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "ID", description = "The experiment, as experiments list shows it.")
  private String id = "";

  @Option(
      names = "--into",
      required = true,
      paramLabel = "DIR",
      description =
          "A rule author's folder; files that say something else than what decides now are left alone.")
  private Path into = Path.of("");

  @Override
  public Integer call() throws IOException {
    var answer = ExperimentsCommand.ask(server, HttpMethod.POST, "/" + id + "/graduate", null);
    var line = spec.commandLine();
    if (!answer.taken()) {
      line.getErr().println(answer.problem());
      line.getErr().flush();
      return 1;
    }
    for (var file : answer.body().path("files").properties()) {
      var old = answer.body().path("replaces").path(file.getKey());
      write(file.getKey(), file.getValue().asText(), old.isMissingNode() ? null : old.asText());
      line.getOut().println("wrote " + into.resolve(file.getKey()));
    }
    for (var finding : answer.body().path("findings")) {
      line.getOut()
          .printf(
              "%s:%d:%d %s %s%n",
              finding.path("file").asText(),
              finding.path("line").asInt(),
              finding.path("column").asInt(),
              finding.path("severity").asText(),
              finding.path("message").asText());
    }
    line.getOut().flush();
    return 0;
  }

  /** A file that is there already is changed only where it says what the draft was made from. */
  private void write(String name, String text, @Nullable String old) throws IOException {
    var root = into.toAbsolutePath().normalize();
    var file = root.resolve(name).normalize();
    boolean kept =
        Files.exists(file) && (old == null || !Files.readString(file).strip().equals(old.strip()));
    if (!file.startsWith(root) || kept) {
      throw new ParameterException(
          spec.commandLine(),
          "%s is there already or outside of %s, expected a new file or what decides now. Maybe this was drafted before."
              .formatted(name, into));
    }
    var directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, text);
  }
}
