package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.cli.remote.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules replay}: what a folder would change, from decisions that a server recorded. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Replays recorded decisions against a ruleset and shows what would change.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:replayed, and within --max-change",
      " 1:more would change, or the server cannot be reached or refuses",
      " 2:the command line is not understood"
    })
final class RulesReplay implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR", description = "A rule author's folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--last",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How far back, as 90m, 24h or 7d (default: ${DEFAULT-VALUE}).")
  private String last = "24h";

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "100000",
      description =
          "Maximum number of decisions to replay, newest first, up to 1000000 (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--max-change",
      paramLabel = "SHARE",
      defaultValue = "100%",
      converter = ShareConverter.class,
      description =
          "Exit with 1 when more than this share would change, for example 3%% (default: ${DEFAULT-VALUE}).")
  private double maxChange = 1;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write the report to a file as JSON too.")
  private @Nullable Path json;

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new ParameterException(
          spec.commandLine(),
          "DIR is %s, expected a directory. Maybe the path is relative to another directory."
              .formatted(folder));
    }
    var body = new JsonMapper().createObjectNode();
    var files = body.putObject("files");
    RuleFolder.files(folder).forEach(files::put);
    var query = "?last=" + RulesServer.encoded(last) + "&most=" + most;
    var answer = RulesServer.replay(server, query, body);
    if (!answer.taken()) {
      return RulesServer.refuse(answer, spec.commandLine().getErr());
    }
    if (json != null) {
      Files.writeString(json, answer.body().toPrettyString() + "\n");
    }
    return tell(answer.body());
  }

  private int tell(JsonNode report) {
    var out = spec.commandLine().getOut();
    ReplayText.print(report, out);
    out.flush();
    if (report.path("share").asDouble() <= maxChange) {
      return 0;
    }
    var err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%.2f %% would change, expected at most %.2f %%.%n",
        100 * report.path("share").asDouble(),
        100 * maxChange);
    err.flush();
    return 1;
  }
}
