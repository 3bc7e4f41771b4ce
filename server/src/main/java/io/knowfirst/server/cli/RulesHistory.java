package io.knowfirst.server.cli;

import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rules history}: who published what, when and what for. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Lists published versions, newest first (* live, ? pending).")
final class RulesHistory implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Maximum number of entries, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var answer = RulesServer.ask(server, HttpMethod.GET, "?limit=" + limit, null);
    if (!answer.taken()) {
      return RulesServer.refuse(answer, spec.commandLine().getErr());
    }
    var member = answer.body().path("member");
    out.printf(
        "live     %s  since %.19sZ%n%n",
        RulesServer.shortened(member.path("ruleset").asText()), member.path("since").asText());
    boolean waits = false;
    for (var version : answer.body().path("rulesets")) {
      boolean pending = version.path("state").asText().equals("pending");
      waits |= pending;
      out.printf(
          "%s %s  %.19sZ  %-20s %s%n",
          version.path("live").asBoolean() ? "*" : pending ? "?" : " ",
          RulesServer.shortened(version.path("hash").asText()),
          version.path("published").asText(),
          version.path("authorName").asText(version.path("author").asText()),
          version.path("message").asText());
    }
    if (waits) {
      out.printf("%n? waits for a second person: rules approve HASH%n");
    }
    var refused = member.path("refused");
    if (!refused.isMissingNode()) {
      out.printf(
          "%nRefused at %.19sZ, by %s:%n%s%n",
          refused.path("at").asText(),
          refused.path("author").asText(),
          refused.path("reason").asText());
    }
    out.flush();
    return 0;
  }
}
