package io.knowfirst.server.cli;

import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules diff}: what tells two versions apart. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = "Shows the differences between two versions, by rule and by line.")
final class RulesDiff implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FROM", description = "Hash of the older version.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "Hash of the newer version.")
  private String to = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var path = "/diff?from=" + RulesServer.encoded(from) + "&to=" + RulesServer.encoded(to);
    var answer = RulesServer.ask(server, HttpMethod.GET, path, null);
    if (!answer.taken()) {
      return RulesServer.refuse(answer, spec.commandLine().getErr());
    }
    for (var rule : answer.body().path("rules")) {
      out.printf("%-8s \"%s\"%n", rule.path("change").asText(), rule.path("rule").asText());
    }
    for (var file : answer.body().path("files")) {
      out.printf("%n%s", file.path("diff").asText());
    }
    if (answer.body().path("files").isEmpty()) {
      out.println("The versions are the same.");
    }
    out.flush();
    return 0;
  }
}
