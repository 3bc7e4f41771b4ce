package io.knowfirst.server.cli;

import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rules approve}: the second pair of eyes. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description = "Approves a pending version that another person published (--four-eyes).")
final class RulesApprove implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "HASH",
      description = "The version, as rules history shows it; at least 6 characters.")
  private String hash = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    var path = "/" + RulesServer.encoded(hash) + "/approve";
    var answer = RulesServer.ask(server, HttpMethod.POST, path, null);
    return RulesServer.tell(answer, spec.commandLine().getOut(), spec.commandLine().getErr());
  }
}
