package io.knowfirst.experiments.report.flow;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Sheet;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.flow.FlowReport.Stage;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The report of a campaign in words. */
final class FlowReportSheet {

  private static final String NONE = "\u2013";

  private final FlowReport report;
  private final Texts texts;

  FlowReportSheet(FlowReport report, Texts texts) {
    this.report = report;
    this.texts = texts;
  }

  Sheet sheet() {
    List<Sheet.Table> tables = new ArrayList<>();
    tables.add(funnel());
    tables.add(channels());
    tables.add(left());
    var effect = report.effect();
    if (effect != null) {
      tables.add(effect(effect));
    }
    return new Sheet(
        texts,
        texts.get("title"),
        report.title(),
        texts.format(
            "sub",
            report.from(),
            report.until(),
            report.entries().entered(),
            report.entries().inside()),
        banner(),
        tables,
        List.of(
            texts.get("method.entry"), texts.get("method.funnel"), texts.get("method.response")),
        report.provenance());
  }

  private Sheet.Banner banner() {
    var effect = report.effect();
    if (effect == null) {
      return new Sheet.Banner("calm", "…", texts.get("effect.none"), List.of());
    }
    var over = effect.of(Pair.KNOWING_OVER_DEFAULT);
    var lift = over.lift();
    if (lift == null) {
      return new Sheet.Banner("calm", "…", texts.get("effect.few"), List.of());
    }
    var value = report.value();
    var sentence =
        texts.format(
            "effect.lift",
            value == null ? "" : value.title(),
            texts.signedPercent(lift.value()),
            texts.signedPercent(lift.low()),
            texts.signedPercent(lift.high()));
    return switch (over.outcome()) {
      case BETTER -> new Sheet.Banner("good", "✓", sentence, List.of());
      case WORSE -> new Sheet.Banner("bad", "✗", sentence, List.of());
      default -> new Sheet.Banner("calm", "…", sentence, List.of(texts.get("effect.open")));
    };
  }

  private Sheet.Table funnel() {
    return new Sheet.Table(
        texts.get("funnel"),
        texts.get("funnel.lead"),
        List.of(
            texts.get("step"),
            texts.get("action"),
            texts.get("came"),
            texts.get("told"),
            texts.get("responded"),
            texts.get("held"),
            texts.get("notSent")),
        List.of(1),
        report.stages().stream().map(this::stage).toList(),
        FlowPlot.of(report, texts));
  }

  private List<String> stage(Stage stage) {
    return List.of(
        stage.step(),
        texts.get("action." + stage.action()),
        share(stage.came(), report.entries().entered()),
        share(stage.told(), stage.came()),
        share(stage.responded(), stage.told()),
        texts.count(stage.held()),
        texts.count(stage.notSent()));
  }

  private String share(long part, long of) {
    return of == 0
        ? texts.count(part)
        : texts.count(part) + " (" + texts.percent((double) part / of) + ")";
  }

  private Sheet.Table channels() {
    var rows = new ArrayList<List<String>>();
    for (var stage : report.stages()) {
      for (var one : stage.channels()) {
        rows.add(
            List.of(
                stage.step(),
                one.channel(),
                texts.count(one.told()),
                share(one.responded(), one.told())));
      }
    }
    return new Sheet.Table(
        texts.get("channels"),
        rows.isEmpty() ? texts.get("channels.none") : "",
        List.of(texts.get("step"), texts.get("channel"), texts.get("told"), texts.get("responded")),
        List.of(1),
        rows);
  }

  private Sheet.Table left() {
    var rows =
        report.entries().left().stream()
            .map(
                one ->
                    List.of(
                        texts.getOr("left." + one.reason(), one.reason()),
                        share(one.visitors(), report.entries().entered()),
                        at(one.reason())))
            .toList();
    return new Sheet.Table(
        texts.get("left"),
        rows.isEmpty() ? texts.get("left.none") : "",
        List.of(texts.get("reason"), texts.get("visitors"), texts.get("left.at")),
        List.of(2),
        rows);
  }

  /** At which steps visitors left for a reason. */
  private String at(String reason) {
    var at =
        report.stages().stream()
            .flatMap(
                stage ->
                    stage.left().stream()
                        .filter(one -> one.reason().equals(reason))
                        .map(one -> stage.step() + ": " + texts.count(one.visitors())))
            .collect(Collectors.joining(", "));
    return at.isEmpty() ? NONE : at;
  }

  private Sheet.Table effect(Account effect) {
    return new Sheet.Table(
        texts.get("effect"),
        texts.format(
            "effect.lead",
            effect.arms().get(0).visitors(),
            effect.arms().get(1).visitors(),
            effect.arms().get(2).visitors()),
        List.of(texts.get("pair"), texts.get("uplift"), texts.get("interval"), texts.get("result")),
        List.of(3),
        effect.contrasts().stream().map(this::contrast).toList());
  }

  private List<String> contrast(Contrasted one) {
    Estimate lift = one.lift();
    return List.of(
        texts.get("pair." + one.pair()),
        lift == null ? NONE : texts.signedPercent(lift.value()),
        lift == null
            ? NONE
            : "[%s; %s]"
                .formatted(texts.signedPercent(lift.low()), texts.signedPercent(lift.high())),
        texts.get(one.missing() != null ? "result.few" : "result." + one.outcome()));
  }
}
