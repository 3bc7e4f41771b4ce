package io.knowfirst.experiments.report;

import io.knowfirst.experiments.report.Report.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** What variations do beside those of other experiments: a plot and a table for each of these. */
final class InteractionPlots {

  private final Report report;
  private final Texts texts;
  private final List<Interaction> interactions;
  private final double size;

  InteractionPlots(Report report, Texts texts) {
    this.report = report;
    this.texts = texts;
    this.interactions = report.details().interactions();
    this.size = estimates().mapToDouble(InteractionPlots::size).max().orElse(0);
  }

  /**
   * A variation of another experiment.
   *
   * @param title of the other experiment
   * @param control what the other's control is called
   */
  record Group(
      String title, String control, String other, List<ForestPlot.Tick> ticks, List<Row> rows) {}

  /**
   * A variation beside the other's control and variation, and whether that makes a difference.
   *
   * @param lines of the plot, one for each of the two
   * @param found whether it does
   */
  record Row(
      String variation,
      List<ForestPlot.Line> lines,
      TableCell without,
      TableCell with,
      TableCell difference,
      String p,
      boolean found) {}

  private Stream<Estimate> estimates() {
    return interactions.stream()
        .flatMap(one -> Stream.of(one.difference(), one.beside().without(), one.beside().with()));
  }

  private static double size(Estimate estimate) {
    return Math.max(Math.abs(estimate.low()), Math.abs(estimate.high()));
  }

  List<Group> groups() {
    var plot =
        ForestPlot.ofDifferences(
            interactions.stream()
                .flatMap(one -> Stream.of(one.beside().without(), one.beside().with()))
                .toList(),
            report.deciding(),
            texts);
    var groups = new LinkedHashMap<List<String>, List<Interaction>>();
    for (Interaction one : interactions) {
      groups
          .computeIfAbsent(List.of(one.experiment(), one.other()), key -> new ArrayList<>())
          .add(one);
    }
    return groups.values().stream().map(group -> group(group, plot)).toList();
  }

  private Group group(List<Interaction> group, ForestPlot plot) {
    var beside = group.get(0).beside();
    return new Group(
        beside.title(),
        beside.control(),
        beside.other(),
        plot.ticks(),
        group.stream().map(one -> row(one, plot)).toList());
  }

  private Row row(Interaction one, ForestPlot plot) {
    var beside = one.beside();
    return new Row(
        report.title(one.variation()),
        List.of(
            line(one, beside.control(), beside.without(), plot),
            line(one, beside.other(), beside.with(), plot)),
        cell(beside.without()),
        cell(beside.with()),
        cell(one.difference()),
        texts.p(one.adjustedP()),
        one.adjustedP() < Interactions.ALPHA);
  }

  private ForestPlot.Line line(Interaction one, String beside, Estimate estimate, ForestPlot plot) {
    var cell = cell(estimate);
    return plot.line(
        report.title(one.variation()), beside, "open", estimate, cell.text() + " " + cell.small());
  }

  private TableCell cell(Estimate estimate) {
    var kind = report.deciding().kind();
    return new TableCell(
        texts.difference(kind, report.deciding().label().unit(), estimate.value(), size),
        "[%s; %s]"
            .formatted(
                texts.difference(kind, estimate.low(), size),
                texts.difference(kind, estimate.high(), size)));
  }
}
