package io.knowfirst.experiments.report.programme;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.SpreadsheetCsv;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line for each metric, shipped experiment and guardrail; the first column says which. */
final class ProgrammeCsv {

  private ProgrammeCsv() {}

  static String render(Programme programme) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "line",
            "name",
            "metric",
            "tests",
            "shipped",
            "measured",
            "real",
            "real_low",
            "real_high",
            "judged",
            "worse",
            "rolled_back",
            "winners"));
    for (var summary : programme.metrics()) {
      lines.add(
          line(
              "metric",
              summary.title(),
              summary.metric(),
              List.of("" + summary.tests(), "" + summary.shipped(), "" + summary.measured()),
              summary.real(),
              List.of("", "", "", "")));
      for (var shipped : summary.experiments()) {
        lines.add(
            line(
                "shipped",
                shipped.id(),
                summary.metric(),
                List.of("", shipped.variation(), "" + shipped.measured()),
                shipped.real(),
                List.of("", "", "", "")));
      }
    }
    for (var guardrail : programme.guardrails()) {
      lines.add(
          line(
              "guardrail",
              guardrail.title(),
              guardrail.metric(),
              List.of("", "", ""),
              null,
              List.of(
                  "" + guardrail.judged(),
                  "" + guardrail.worse(),
                  "" + guardrail.rolledBack(),
                  "" + guardrail.winners())));
    }
    return SpreadsheetCsv.write(lines);
  }

  private static List<String> line(
      String kind,
      String name,
      String metric,
      List<String> numbers,
      @Nullable Estimate real,
      List<String> guardrail) {
    List<String> line = new ArrayList<>(List.of(kind, name, metric));
    line.addAll(numbers);
    line.add(real == null ? "" : "" + real.value());
    line.add(real == null ? "" : "" + real.low());
    line.add(real == null ? "" : "" + real.high());
    line.addAll(guardrail);
    return line;
  }
}
