package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.cli.remote.ServerOptions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rules live}: which rules fire, and which do not any more. */
@Command(
    name = "live",
    mixinStandardHelpOptions = true,
    description = "Shows firing statistics of the live rules, and why silent rules do not fire.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:no rule that used to fire fell silent",
      " 1:one did, or the server cannot be reached or refuses",
      " 2:the command line is not understood"
    })
final class RulesLive implements Callable<Integer> {
  private static final int SECONDS = "2026-11-22T03:59:00".length();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "As JSON, as the server gives it.")
  private boolean json;

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var answer = RulesServer.live(server);
    if (!answer.taken()) {
      return RulesServer.refuse(answer, spec.commandLine().getErr());
    }
    if (json) {
      out.println(answer.body().toPrettyString());
    } else {
      print(answer.body(), out);
    }
    out.flush();
    for (var rule : answer.body().path("rules")) {
      if (rule.has("alert")) {
        return 1;
      }
    }
    return 0;
  }

  /** To the second. */
  private static String fired(String at) {
    return at.length() > SECONDS ? at.substring(0, SECONDS) + "Z" : at;
  }

  private static void print(JsonNode live, PrintWriter out) {
    out.printf("%-20s  %8s %10s  %s%n", "last fired", "share", "fires", "rule");
    for (var rule : live.path("rules")) {
      long fires = 0;
      for (var day : rule.path("fires")) {
        fires += day.asLong();
      }
      out.printf(
          Locale.ROOT,
          "%-20s  %6.2f %% %10d  %s (%s:%d)%n",
          fired(rule.path("lastFired").asText("never")),
          100 * rule.path("share").asDouble(),
          fires,
          rule.path("rule").asText(),
          rule.path("file").asText(),
          rule.path("line").asInt());
      if (rule.has("alert")) {
        out.printf("  SILENT: it %s%n", rule.at("/alert/text").asText());
      }
    }
  }
}
