package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.SegmentRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/** The effects on segments of the visitors, and whether they differ. */
final class SegmentPlots {

  private final Report report;
  private final Texts texts;

  SegmentPlots(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  /** The segments on an axis of their own, since their intervals are wider. */
  record Plot(ForestPlot plot, List<Group> groups) {}

  /** One value of a segment with a line for each variation. */
  record Group(String title, List<ForestPlot.Line> lines) {}

  Plot plot() {
    var plot = ForestPlot.of(report.segments().stream().map(SegmentRow::row), texts);
    var groups = new LinkedHashMap<String, List<ForestPlot.Line>>();
    for (SegmentRow cut : report.segments()) {
      String title = title(cut);
      groups
          .computeIfAbsent(title, t -> new ArrayList<>())
          .add(plot.line(title, variation(cut), cut.row(), texts));
    }
    return new Plot(
        plot, groups.entrySet().stream().map(e -> new Group(e.getKey(), e.getValue())).toList());
  }

  /** A sentence for each segment and variation on whether its values differ. */
  List<String> tests() {
    var sentences = new LinkedHashSet<String>();
    for (SegmentRow cut : report.segments()) {
      Double p = cut.differs();
      if (p != null) {
        sentences.add(
            texts.format(
                p < 0.05 ? "segments.differ" : "segments.same",
                texts.getOr("cut." + cut.segment(), cut.segment()),
                variation(cut),
                texts.pEquals(p)));
      }
    }
    return List.copyOf(sentences);
  }

  private String variation(SegmentRow cut) {
    return texts.title(report, cut.row().variation());
  }

  private String title(SegmentRow cut) {
    String key = "segment." + cut.segment();
    return texts.getOr(
        key + "." + cut.value(),
        texts.has(key)
            ? texts.format(key, cut.value())
            : cut.segment() + ": " + texts.getOr("segment.value." + cut.value(), cut.value()));
  }
}
