package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.server.cli.remote.RemoteServer.Answer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an owner asks and says of experiments: plans, notes and links. */
final class ExperimentsStudy {
  private static final JsonMapper JSON = new JsonMapper();

  private ExperimentsStudy() {}

  @Command(
      name = "plan",
      mixinStandardHelpOptions = true,
      description =
          "Tells how many visitors and days an experiment needs, from the server's own base rates.")
  static final class Plan implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
        names = "--effect",
        paramLabel = "LIFT",
        description = "The smallest worth having, such as 0.05 (default: what weeks would show).")
    private @Nullable String effect;

    @Option(
        names = "--placement",
        description = "Placement it will run on (default: all visitors).")
    private @Nullable String placement;

    @Option(names = "--metric", description = "Primary metric (default: the first goal).")
    private @Nullable String metric;

    @Option(
        names = "--weights",
        paramLabel = "A,B,…",
        description = "Weights of the variations, control first (default: 50,50).")
    private @Nullable String weights;

    @Option(names = "--per-day", description = "Visitors a day (default: measured).")
    private @Nullable String perDay;

    @Option(names = "--alpha", description = "Significance level (default: 0.05).")
    private @Nullable String alpha;

    @Option(names = "--power", description = "Statistical power (default: 0.8).")
    private @Nullable String power;

    @Option(
        names = "--looks",
        description = "Number of looks of a group-sequential test (default: 4).")
    private @Nullable String looks;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Output file: .html, .csv or .json (default: a table on the terminal).")
    private @Nullable Path out;

    @Option(
        names = "--language",
        paramLabel = "en|de",
        defaultValue = "en",
        description = "Language of the page (default: ${DEFAULT-VALUE}).")
    private String language = "en";

    @Override
    public Integer call() throws Exception {
      var query = query();
      var file = out;
      if (file != null) {
        var name = file.toString().toLowerCase(Locale.ROOT);
        var path =
            name.endsWith(".csv")
                ? "/reports/plan.csv"
                : name.endsWith(".json") ? "/v1/plan" : "/reports/plan";
        Files.writeString(
            file, new RemoteReport(server.server(), server.key()).get(path + query, "*/*"));
        spec.commandLine().getOut().println("wrote " + file);
        return 0;
      }
      var text = new RemoteReport(server.server(), server.key()).get("/v1/plan" + query, "*/*");
      print(JSON.readTree(text));
      return 0;
    }

    private String query() {
      var asked = new TreeMap<String, @Nullable String>();
      asked.put("effect", effect);
      asked.put("placement", placement);
      asked.put("metric", metric);
      asked.put("weights", weights);
      asked.put("perDay", perDay);
      asked.put("alpha", alpha);
      asked.put("power", power);
      asked.put("looks", looks);
      asked.put("lang", language);
      var query = new StringBuilder();
      for (Map.Entry<String, @Nullable String> one : asked.entrySet()) {
        var value = one.getValue();
        if (value != null) {
          query
              .append(query.isEmpty() ? '?' : '&')
              .append(one.getKey())
              .append('=')
              .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
      }
      return query.toString();
    }

    private void print(JsonNode plan) {
      var line = spec.commandLine().getOut();
      line.printf(
          Locale.ROOT,
          "%s: %s today, %.0f visitors a day%n",
          plan.at("/label/title").asText(),
          plan.has("baseline")
              ? String.format(Locale.ROOT, "%.4g", plan.path("baseline").asDouble())
              : "nothing",
          plan.path("perDay").asDouble());
      for (var fact : plan.path("source")) {
        line.printf("  %s: %s%n", fact.path("label").asText(), fact.path("value").asText());
      }
      for (var need : plan.path("needs")) {
        line.printf(
            "%-8s %s visitors, %s days (%s in whole weeks)%n",
            need.path("looking").asText().toLowerCase(Locale.ROOT),
            need.path("visitors").asText("too many"),
            need.path("days").asText("?"),
            need.path("wholeWeeks").asText("?"));
      }
      line.println("weeks  visitors   once      grouped   any day");
      for (var horizon : plan.path("horizons")) {
        line.printf(
            Locale.ROOT,
            "%-6d %-10d %-9s %-9s %-9s%n",
            horizon.path("weeks").asInt(),
            horizon.path("visitors").asLong(),
            lift(horizon.at("/effects/0")),
            lift(horizon.at("/effects/1")),
            lift(horizon.at("/effects/2")));
      }
      line.flush();
    }

    private static String lift(JsonNode effect) {
      return effect.isNumber()
          ? String.format(Locale.ROOT, "%+.1f %%", 100 * effect.asDouble())
          : "-";
    }
  }

  @Command(
      name = "note",
      mixinStandardHelpOptions = true,
      description = "Annotates a phase of an experiment, or excludes it with a reason.")
  static final class Note implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The experiment.")
    private String id = "";

    @Option(names = "--text", required = true, description = "Text of the note.")
    private String text = "";

    @Option(names = "--day", description = "That it is about (default: the whole phase).")
    private @Nullable String day;

    @Option(names = "--phase", description = "Default: the current one.")
    private @Nullable Integer phase;

    @Option(names = "--exclude", description = "Exclude the phase; the text is the reason.")
    private boolean exclude;

    @Override
    public Integer call() {
      var body = JSON.createObjectNode().put("text", text).put("excludes", exclude);
      if (day != null) {
        body.put("day", day);
      }
      if (phase != null) {
        body.put("phase", phase);
      }
      var answer = ExperimentsCommand.ask(server, HttpMethod.POST, "/" + id + "/notes", body);
      return told(
          answer,
          spec,
          "note %s on phase %s".formatted(text(answer, "number"), text(answer, "phase")));
    }
  }

  @Command(
      name = "share",
      mixinStandardHelpOptions = true,
      description = "Creates an expiring share link for a report.")
  static final class Share implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "ID", description = "The experiment.")
    private String id = "";

    @Option(
        names = "--days",
        defaultValue = "7",
        description = "Days until it expires, at most 90 (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(names = "--phase", description = "Default: the current one.")
    private @Nullable Integer phase;

    @Override
    public Integer call() {
      var body = JSON.createObjectNode().put("days", days);
      if (phase != null) {
        body.put("phase", phase);
      }
      var answer = ExperimentsCommand.ask(server, HttpMethod.POST, "/" + id + "/share", body);
      return told(
          answer,
          spec,
          "%s until %s"
              .formatted(server.server().resolve(text(answer, "path")), text(answer, "until")));
    }
  }

  private static String text(Answer answer, String field) {
    return answer.body().path(field).asText();
  }

  private static int told(Answer answer, CommandSpec spec, String text) {
    var line = spec.commandLine();
    var out = answer.taken() ? line.getOut() : line.getErr();
    out.println(answer.taken() ? text : answer.problem());
    out.flush();
    return answer.taken() ? 0 : 1;
  }
}
