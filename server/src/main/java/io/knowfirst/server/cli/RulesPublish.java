package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules publish}: a folder to a running server or cluster. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = "Publishes a ruleset to a running server and all cluster members.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the version is live, or waits for a second person",
      " 1:the server cannot be reached or refuses; the version that was live decides on",
      " 2:the command line is not understood"
    })
final class RulesPublish implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A rule author's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--message",
      required = true,
      paramLabel = "TEXT",
      description = "Description of the change, 1 to 500 characters.")
  private String message = "";

  @Option(
      names = "--max-change",
      paramLabel = "SHARE",
      defaultValue = "100%",
      converter = ShareConverter.class,
      description =
          "Refused when more than this share of recorded decisions would change, for example 3%% (default: ${DEFAULT-VALUE}).")
  private double maxChange = 1;

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR is %s, expected a directory. Maybe the path is relative to another directory."
              .formatted(folder));
    }
    var body = new JsonMapper().createObjectNode().put("message", message);
    var files = body.putObject("files");
    RuleFolder.files(folder).forEach(files::put);
    RuleFolder.unread(folder).forEach(left -> spec.commandLine().getErr().println(left));
    var answer = RulesServer.ask(server, HttpMethod.POST, query(), body);
    return RulesServer.tell(answer, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private String query() {
    return maxChange == 1
        ? ""
        : "?maxChange="
            + new BigDecimal(maxChange).setScale(9, RoundingMode.HALF_UP).toPlainString();
  }
}
