package io.knowfirst.experiments.report.flow;

import io.knowfirst.experiments.report.Texts;
import java.util.List;
import java.util.Locale;

/** A funnel as bars: of each step how many came, were told and responded, on one scale. */
final class FlowPlot {
  private static final int WIDTH = 640;
  private static final int NAME = 180;
  private static final int BAR = 12;
  private static final int STEP = 3 * BAR + 14;
  private static final int ROOM = 60;

  private FlowPlot() {}

  /** SVG that takes its colours from the page. */
  static String of(FlowReport report, Texts texts) {
    long most =
        Math.max(
            report.entries().entered(),
            report.stages().stream().mapToLong(FlowReport.Stage::came).max().orElse(0));
    if (most == 0) {
      return "";
    }
    int height = report.stages().size() * STEP + 4;
    var svg =
        new StringBuilder(
            "<svg class=\"funnel\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"100%%\" aria-label=\"%s\" font-size=\"12\" fill=\"currentColor\">"
                .formatted(WIDTH, height, escaped(texts.get("plot"))));
    int y = 4;
    for (var stage : report.stages()) {
      svg.append(
          "<text x=\"0\" y=\"%d\">%s</text>"
              .formatted(y + 2 * BAR, escaped(shortened(stage.step()))));
      var counts = List.of(stage.came(), stage.told(), stage.responded());
      for (int i = 0; i < counts.size(); i++) {
        double length = (double) (WIDTH - NAME - ROOM) * counts.get(i) / most;
        int top = y + i * BAR;
        svg.append(
            String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" opacity=\"%s\"/><text x=\"%.1f\" y=\"%d\" font-size=\"10\">%s</text>",
                NAME,
                top,
                Math.max(1, length),
                BAR - 2,
                List.of("0.25", "0.5", "0.85").get(i),
                NAME + Math.max(1, length) + 4,
                top + BAR - 3,
                escaped(texts.count(counts.get(i)))));
      }
      y += STEP;
    }
    return svg.append("</svg>").toString();
  }

  private static String shortened(String step) {
    int longest = 26;
    return step.length() <= longest ? step : step.substring(0, longest) + "…";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
