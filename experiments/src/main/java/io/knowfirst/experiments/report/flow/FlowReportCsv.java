package io.knowfirst.experiments.report.flow;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.SpreadsheetCsv;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first column says what a line is about: entries, step, channel, left or effect. */
final class FlowReportCsv {

  private FlowReportCsv() {}

  static String render(FlowReport report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "line",
            "step",
            "action",
            "channel",
            "reason",
            "came",
            "held",
            "not_sent",
            "told",
            "responded",
            "value",
            "low",
            "high",
            "p"));
    lines.add(line("entries", "", "", "", "", report.entries().entered()));
    for (var stage : report.stages()) {
      lines.add(
          line(
              "step",
              stage.step(),
              stage.action(),
              "",
              "",
              stage.came(),
              stage.held(),
              stage.notSent(),
              stage.told(),
              stage.responded()));
      for (var one : stage.channels()) {
        var line = line("channel", stage.step(), stage.action(), one.channel(), "");
        line.set(8, "" + one.told());
        line.set(9, "" + one.responded());
        lines.add(line);
      }
      for (var left : stage.left()) {
        lines.add(line("left", stage.step(), stage.action(), "", left.reason(), left.visitors()));
      }
    }
    for (var left : report.entries().left()) {
      lines.add(line("left", "", "", "", left.reason(), left.visitors()));
    }
    var effect = report.effect();
    if (effect != null) {
      for (var contrast : effect.contrasts()) {
        var line = line("effect", "", contrast.pair().name(), "", contrast.outcome().name());
        Estimate lift = contrast.lift();
        if (lift != null) {
          line.set(10, "" + lift.value());
          line.set(11, "" + lift.low());
          line.set(12, "" + lift.high());
        }
        @Nullable Double p = contrast.p();
        line.set(13, p == null ? "" : "" + p);
        lines.add(line);
      }
    }
    return SpreadsheetCsv.write(lines);
  }

  private static List<String> line(
      String kind, String step, String action, String channel, String reason, long... numbers) {
    List<String> line = new ArrayList<>(List.of(kind, step, action, channel, reason));
    for (long number : numbers) {
      line.add("" + number);
    }
    while (line.size() < 14) {
      line.add("");
    }
    return line;
  }
}
