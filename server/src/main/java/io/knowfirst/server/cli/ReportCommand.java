package io.knowfirst.server.cli;

import io.knowfirst.experiments.report.Analysis;
import io.knowfirst.experiments.report.BadCsvException;
import io.knowfirst.experiments.report.CsvExperiment;
import io.knowfirst.experiments.report.CsvQuestion;
import io.knowfirst.experiments.report.CsvUnit;
import io.knowfirst.experiments.report.DecimalMark;
import io.knowfirst.experiments.report.MetricColumn;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code report ID}: what a server's experiment has found; {@code report --csv}: analyses an
 * experiment of any origin, from a file with one row for each visitor.
 */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Reports on an experiment: of a running server by its ID, or from a CSV file with one row"
            + " for each visitor.",
    footer = {
      "",
      "  report layout --key kf_secret_… --out layout.html",
      "  report ledger --key kf_secret_… --since 2026-10-01 --until 2026-10-31 --out ledger.html",
      "  report --csv FILE --variation COLUMN --control VALUE --metric visit:binary --out"
          + " report.html",
      "  report --csv FILE --variation COLUMN --control VALUE --visitors n --conversions k --out"
          + " report.html",
      "",
      "A metric is COLUMN:binary, COLUMN:mean, COLUMN:p90 (a quantile, also p50 or p99.9) or",
      "NUMERATOR/DENOMINATOR:ratio, followed by :lower where",
      "less is better and by :guardrail where it must only not get worse, by at most :margin=2%"
          + " (10% unless",
      "said). The first goal decides."
    })
final class ReportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description =
          "An experiment of the server, or ledger: what knowing was worth; instead of --csv.")
  private @Nullable String experiment;

  @Option(
      names = "--server",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server (default: ${DEFAULT-VALUE}).")
  private URI server = URI.create("http://127.0.0.1:8080");

  @Option(names = "--key", paramLabel = "KEY", description = "A secret or admin key of the server.")
  private @Nullable String key;

  @Option(
      names = "--phase",
      paramLabel = "N",
      description = "Phase of the server's experiment (default: the latest).")
  private @Nullable Integer phase;

  @Option(
      names = "--since",
      paramLabel = "DAY",
      description = "First day of the ledger (default: of the quarter that holds its last).")
  private @Nullable String since;

  @Option(
      names = "--until",
      paramLabel = "DAY",
      description = "Last day of the ledger (default: today).")
  private @Nullable String until;

  @Option(names = "--csv", paramLabel = "FILE", description = "The file.")
  private @Nullable Path csv;

  @Option(names = "--name", description = "Title of the report (default: the file name).")
  private @Nullable String name;

  @Option(names = "--variation", paramLabel = "COLUMN", description = "Column of the variation.")
  private @Nullable String variation;

  @Option(names = "--control", paramLabel = "VALUE", description = "The control's value in it.")
  private @Nullable String control;

  @Option(
      names = "--visitor",
      paramLabel = "COLUMN",
      description =
          "The visitor's id, where one may have several rows: conversions count once, numbers are"
              + " added up.")
  private @Nullable String visitor;

  @Option(
      names = "--visitors",
      paramLabel = "COLUMN",
      description = "The number of visitors, where a row is of many; with --conversions.")
  private @Nullable String visitors;

  @Option(
      names = "--conversions",
      paramLabel = "COLUMN",
      description =
          "How many of --visitors converted; may end in :lower or :guardrail; repeatable.")
  private List<String> conversions = List.of();

  @Option(
      names = "--decimal",
      description = "Decimal separator: ${COMPLETION-CANDIDATES} (default: detected).")
  private @Nullable DecimalMark decimal;

  @Option(names = "--metric", description = "A metric, see below; repeatable. Of a ledger its id.")
  private List<String> metrics = List.of();

  @Option(
      names = "--covariate",
      paramLabel = "COLUMN",
      description = "A number known before the experiment (CUPED); of a ratio its mean.")
  private @Nullable String covariate;

  @Option(
      names = "--segment",
      paramLabel = "COLUMN",
      description = "Column to break the result down by (exploratory); repeatable.")
  private List<String> segments = List.of();

  @Option(
      names = "--stratify",
      paramLabel = "COLUMN",
      description =
          "Known before the experiment: takes its noise out of rates and means; repeatable.")
  private List<String> stratify = List.of();

  @Option(
      names = "--date",
      paramLabel = "COLUMN",
      description = "Day or time of the first exposure, as 2026-03-31 or 2026-03-31T22:11:48.")
  private @Nullable String date;

  @Option(
      names = "--weight",
      paramLabel = "VALUE=SHARE",
      description = "Planned share of a variation (default: equal); repeatable.")
  private Map<String, Double> weights = Map.of();

  @Mixin private JudgingOptions judging = new JudgingOptions();

  @Option(
      names = "--cap",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "Cap outliers of a mean at this quantile, for example 0.999 (default: none).")
  private double cap;

  @Option(
      names = "--language",
      paramLabel = "en|de",
      defaultValue = "en",
      description = "Language of the report (default: ${DEFAULT-VALUE}).")
  private String language = "en";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Output file: .html, .json or .csv.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    try {
      Files.writeString(out, text());
      System.out.println("wrote " + out);
      return 0;
    } catch (BadCsvException bad) {
      throw new IllegalArgumentException(bad.getMessage(), bad);
    } catch (IllegalArgumentException bad) {
      throw spec == null ? bad : new ParameterException(spec.commandLine(), bad.getMessage(), bad);
    }
  }

  private String text() throws IOException, BadCsvException {
    if ("ledger".equals(experiment) && csv == null) {
      return ledger(ReportFormat.ofFile(out.toString()));
    }
    var format = ReportFormat.ofFile(out.toString());
    return experiment == null ? ofFile(format) : ofServer(format, experiment);
  }

  private String ledger(ReportFormat format) {
    var parameters = new TreeMap<String, String>(Map.of("lang", language));
    if (since != null) {
      parameters.put("from", since);
    }
    if (until != null) {
      parameters.put("until", until);
    }
    if (!metrics.isEmpty()) {
      parameters.put("metric", metrics.get(0));
    }
    return new RemoteReport(server, needed("--key", key)).ledger(format, parameters);
  }

  private String ofServer(ReportFormat format, String id) {
    if (csv != null) {
      throw new IllegalArgumentException(
          "ID is \"%s\" and --csv is %s, expected one of the two.".formatted(id, csv));
    }
    return new RemoteReport(server, needed("--key", key)).get(id, phase, format, language);
  }

  private String ofFile(ReportFormat format) throws IOException, BadCsvException {
    var file = needed("ID or --csv", csv);
    var report = Analysis.report(CsvExperiment.read(file, question(file)), judging.settings());
    var warnings = report.warnings(Locale.forLanguageTag(language));
    warnings.forEach(warning -> System.err.println("warning: " + warning));
    return ReportWriter.write(report, format, Locale.forLanguageTag(language));
  }

  private static <T> T needed(String option, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "Missing: %s. Maybe look at report --help.".formatted(option));
    }
    return value;
  }

  private CsvQuestion question(Path file) {
    return new CsvQuestion(
        name == null ? String.valueOf(file.getFileName()) : name,
        needed("--variation", variation),
        needed("--control", control),
        columns(),
        covariate,
        segments,
        stratify,
        date,
        cap,
        weights,
        unit(),
        decimal);
  }

  private List<MetricColumn> columns() {
    var counted = conversions.stream().map(MetricColumn::conversions);
    return Stream.concat(metrics.stream().map(MetricColumn::parse), counted).toList();
  }

  private CsvUnit unit() {
    if (visitors == null && conversions.isEmpty()) {
      return visitor == null ? new CsvUnit.Visitor() : new CsvUnit.RowsOfVisitor(visitor);
    }
    if (visitors == null || conversions.isEmpty() || visitor != null) {
      throw new IllegalArgumentException(
          "--visitors is %s, --conversions %s and --visitor %s, expected the first two together or the last alone. Maybe a row is a visitor: leave all three out."
              .formatted(visitors, conversions, visitor));
    }
    return new CsvUnit.Counts(visitors);
  }
}
