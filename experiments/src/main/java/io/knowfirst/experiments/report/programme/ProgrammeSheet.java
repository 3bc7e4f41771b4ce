package io.knowfirst.experiments.report.programme;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Sheet;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.programme.Programme.Summary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A programme in words. */
final class ProgrammeSheet {

  private static final String NONE = "\u2013";

  private final Programme programme;
  private final Texts texts;

  ProgrammeSheet(Programme programme, Texts texts) {
    this.programme = programme;
    this.texts = texts;
  }

  Sheet sheet() {
    List<Sheet.Table> tables = new ArrayList<>();
    for (var summary : programme.metrics()) {
      tables.add(shipped(summary));
    }
    if (!programme.guardrails().isEmpty()) {
      tables.add(guardrails());
    }
    return new Sheet(
        texts,
        texts.get("title"),
        texts.get("heading"),
        texts.format("sub", programme.concluded()),
        banner(),
        tables,
        List.of(
            texts.format("method.shrunken", Programme.LEAST),
            texts.get("method.sum"),
            texts.get("method.guardrails"),
            texts.get("method.leftOut")),
        List.of());
  }

  private Sheet.Banner banner() {
    List<String> sentences =
        programme.metrics().stream().filter(s -> s.shipped() > 0).map(this::sentence).toList();
    return sentences.isEmpty()
        ? new Sheet.Banner(
            "calm", "\u2026", texts.get("banner.none"), List.of(texts.get("banner.none.why")))
        : new Sheet.Banner(
            "calm", "\u2211", sentences.get(0), sentences.subList(1, sentences.size()));
  }

  private String sentence(Summary summary) {
    var real = summary.real();
    var measured = texts.signedPercent(summary.measured());
    return real == null
        ? texts.format("banner.few", summary.tests(), summary.title(), summary.shipped(), measured)
        : texts.format(
            "banner.real",
            summary.tests(),
            summary.title(),
            summary.shipped(),
            texts.signedPercent(real.value()),
            texts.signedPercent(real.low()),
            texts.signedPercent(real.high()),
            measured);
  }

  private Sheet.Table shipped(Summary summary) {
    Double common = summary.common();
    Double spread = summary.spread();
    return new Sheet.Table(
        texts.format("shipped", summary.title()),
        common == null || spread == null
            ? texts.format("shipped.few", summary.tests(), summary.shipped())
            : texts.format(
                "shipped.lead",
                summary.tests(),
                summary.shipped(),
                texts.signedPercent(common),
                texts.percent(spread)),
        List.of(
            texts.get("experiment"),
            texts.get("variation"),
            texts.get("measured"),
            texts.get("real"),
            texts.get("interval")),
        List.of(1),
        summary.experiments().stream()
            .map(
                shipped ->
                    List.of(
                        shipped.name(),
                        shipped.title(),
                        texts.signedPercent(shipped.measured()),
                        shipped.real() == null ? NONE : texts.signedPercent(shipped.real().value()),
                        interval(shipped.real())))
            .toList());
  }

  private Sheet.Table guardrails() {
    return new Sheet.Table(
        texts.get("guardrails"),
        texts.get("guardrails.lead"),
        List.of(
            texts.get("guardrail"),
            texts.get("judged"),
            texts.get("worse"),
            texts.get("winners"),
            texts.get("rolledBack"),
            texts.get("rate")),
        List.of(),
        programme.guardrails().stream()
            .map(
                one ->
                    List.of(
                        one.title(),
                        texts.count(one.judged()),
                        texts.count(one.worse()),
                        texts.count(one.winners()),
                        texts.count(one.rolledBack()),
                        one.winners() == 0
                            ? NONE
                            : texts.percent((double) one.rolledBack() / one.winners())))
            .toList());
  }

  private String interval(@Nullable Estimate estimate) {
    return estimate == null
        ? NONE
        : "[%s; %s]"
            .formatted(texts.signedPercent(estimate.low()), texts.signedPercent(estimate.high()));
  }
}
