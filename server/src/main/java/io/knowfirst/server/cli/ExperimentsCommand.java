package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.RemoteServer.Answer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code experiments}: what an owner does with the experiments of a server. */
@Command(
    name = "experiments",
    mixinStandardHelpOptions = true,
    description = "Creates, starts, pauses, decides and stops experiments on a server.",
    subcommands = {
      ExperimentsCommand.Apply.class,
      ExperimentsCommand.ListAll.class,
      ExperimentsGraduate.class,
      ExperimentsStudy.Plan.class,
      ExperimentsStudy.Note.class,
      ExperimentsStudy.Share.class
    })
final class ExperimentsCommand implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String NEEDS = "Maybe it is no admin key? Experiments need one.";

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing what to do with the experiments. Maybe \"experiments list\" was meant.");
    }
  }

  /** Adds a command for each step. */
  static void addSteps(@Nullable CommandLine experiments) {
    if (experiments != null) {
      for (var step : LifecycleStep.values()) {
        experiments.addSubcommand(step.word(), new Take());
      }
    }
  }

  @Command(
      name = "apply",
      mixinStandardHelpOptions = true,
      description = "Creates or updates an experiment; unsafe changes are rejected.")
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(
        paramLabel = "FILE",
        description = "The definition; its name is the id where it gives none.")
    private Path file = Path.of("");

    @Option(
        names = "--new-phase",
        description = "Start a new phase for a change that would bias the current one.")
    private boolean newPhase;

    @Override
    public Integer call() throws IOException {
      var name = String.valueOf(file.getFileName());
      int dot = name.lastIndexOf('.');
      var stem = dot > 0 ? name.substring(0, dot) : name;
      var definition = ExperimentFile.read(file.toString(), stem, Files.readString(file), null);
      ObjectNode body = JSON.valueToTree(definition.given());
      if (newPhase) {
        body.put("newPhase", true);
      }
      return tell(ask(server, HttpMethod.PUT, "/" + definition.id(), body), spec);
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists experiments and their states.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Override
    public Integer call() {
      var answer = ask(server, HttpMethod.GET, "", null);
      if (!answer.taken()) {
        return tell(answer, spec);
      }
      answer.body().path("experiments").forEach(one -> line(one, spec));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  /** One of the steps, each a command of its own. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Moves an experiment to this state (idempotent).")
  static final class Take implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The experiment, as experiments list shows it.")
    private String id = "";

    @Option(
        names = "--variation",
        paramLabel = "ID",
        description = "For decide: the variation to show from now on.")
    private @Nullable String variation;

    @Override
    public Integer call() {
      var body = variation == null ? null : JSON.createObjectNode().put("variation", variation);
      if (spec.name().equals("decide") && variation == null) {
        throw new ParameterException(
            spec.commandLine(),
            "Missing --variation. Maybe \"stop\" was meant, which decides none.");
      }
      return tell(ask(server, HttpMethod.POST, "/" + id + "/" + spec.name(), body), spec);
    }
  }

  static Answer ask(
      ServerOptions options, HttpMethod method, String path, @Nullable JsonNode body) {
    var vertx = Vertx.vertx();
    try (var remote = new RemoteServer(vertx, options.server(), options.key(), 1, NEEDS)) {
      return remote.ask(method, "/v1/experiments" + path, body).await();
    } finally {
      vertx.close().await();
    }
  }

  private static int tell(Answer answer, CommandSpec spec) {
    var line = spec.commandLine();
    if (answer.taken()) {
      line(answer.body(), spec);
      for (var found : answer.body().path("findings")) {
        line.getOut()
            .printf(
                "%s:%d:%d: %s: %s [%s]%n",
                found.path("file").asText(),
                found.path("line").asInt(),
                found.path("column").asInt(),
                found.path("severity").asText(),
                found.path("message").asText(),
                found.path("code").asText());
      }
      line.getOut().flush();
      for (var warning : answer.body().path("warnings")) {
        line.getErr().println("warning: " + warning.asText());
      }
      line.getErr().flush();
      return 0;
    }
    line.getErr().println(answer.problem());
    line.getErr().flush();
    return 1;
  }

  private static void line(JsonNode one, CommandSpec spec) {
    var weights = new StringBuilder();
    one.path("variations")
        .forEach(
            v ->
                weights
                    .append(weights.isEmpty() ? "" : ", ")
                    .append(v.path("id").asText())
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%.2f", v.path("weight").asInt() / 100.0))
                    .append(" %"));
    spec.commandLine()
        .getOut()
        .printf(
            "%-24s %-9s phase %d  %-20s %s%s%n",
            one.path("id").asText(),
            one.path("state").asText(),
            one.path("phase").asInt(),
            one.path("placement").asText(),
            weights,
            one.has("decision") ? "  decided: " + one.path("decision").asText() : "");
  }
}
