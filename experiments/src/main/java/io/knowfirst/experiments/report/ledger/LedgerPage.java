package io.knowfirst.experiments.report.ledger;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Status;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Lesson;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import io.knowfirst.experiments.report.ledger.Ledger.Shares;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ledger as the template asks for it: every number already a text. */
final class LedgerPage {

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          Path.of("jte-classes"),
          ContentType.Html,
          LedgerPage.class.getClassLoader(),
          Report.class.getPackageName());
  private static final String STYLE =
      resource(Report.class, "report.css") + resource(LedgerPage.class, "ledger.css");
  private static final String NONE = "\u2013";
  private static final int RULES_SHOWN = 3;

  final Ledger ledger;
  final Texts texts;
  final MoneyFormat money;
  final ContrastTexts contrast;
  final LedgerBanner banner;
  final ContrastPlot plot;

  LedgerPage(Ledger ledger, Texts texts) {
    this.ledger = ledger;
    this.texts = texts;
    this.money = new MoneyFormat(ledger.value(), largest(ledger), texts);
    this.contrast = new ContrastTexts(texts, money);
    this.banner = new LedgerBanner(ledger.everywhere(), contrast, texts, money);
    this.plot = ContrastPlot.of(ledger, money);
  }

  static String render(Ledger ledger, Texts texts) {
    var output = new StringOutput();
    TEMPLATES.render("ledger/ledger.jte", new LedgerPage(ledger, texts), output);
    return output.toString();
  }

  private static double largest(Ledger ledger) {
    return ledger.everywhere().contrasts().stream()
        .flatMap(contrasted -> Optional.ofNullable(contrasted.difference()).stream())
        .mapToDouble(estimate -> Math.max(Math.abs(estimate.low()), Math.abs(estimate.high())))
        .max()
        .orElse(1);
  }

  String style() {
    return STYLE;
  }

  String t(String key, Object... values) {
    return texts.format(key, values);
  }

  boolean withheld() {
    return ledger.everywhere().split().status() == Status.BAD;
  }

  /** The pages of campaigns by a goal of their own, in the format of its metric. */
  List<LedgerPage> goals() {
    return ledger.goals().stream().map(goal -> new LedgerPage(ledger.by(goal), texts)).toList();
  }

  String title(Account account) {
    return account.campaign().isEmpty() ? texts.get("everywhere") : account.title();
  }

  /** What knowing was worth over the default. */
  Ledger.Contrasted known(Account account) {
    return account.of(Pair.KNOWING_OVER_DEFAULT);
  }

  /** All, then campaign by campaign. */
  List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    accounts.add(ledger.everywhere());
    accounts.addAll(ledger.campaigns());
    return accounts;
  }

  Pair[] pairs() {
    return Pair.values();
  }

  ContrastPlot.Line line(Account account, Pair pair) {
    return plot.line(account, pair, title(account), contrast.result(account.of(pair)));
  }

  /** A part of a stacked bar; numbers are percentages of the width. */
  record Part(String css, double x, double width, String title) {}

  List<Part> parts(Shares shares) {
    double known = shares.known() * 100;
    double tested = shares.tested() * 100;
    return List.of(
        new Part("known", 0, known, t("outcome.known") + " " + texts.percent(shares.known())),
        new Part(
            "tested", known, tested, t("outcome.tested") + " " + texts.percent(shares.tested())),
        new Part(
            "default",
            known + tested,
            Math.max(0, 100 - known - tested),
            t("outcome.default") + " " + texts.percent(shares.byDefault())));
  }

  String told(Shares shares) {
    return shares.decisions() == 0
        ? NONE
        : "%s / %s / %s"
            .formatted(
                texts.percent(shares.known()),
                texts.percent(shares.tested()),
                texts.percent(shares.byDefault()));
  }

  List<Shares> shares(LedgerData.Over over) {
    return ledger.shares().stream().filter(shares -> shares.over() == over).toList();
  }

  /** The fact in the reader's language; what follows its first word is the shop's own. */
  String fact(Lesson lesson) {
    String[] words = lesson.fact().split(" ", 2);
    String kind = texts.getOr("fact." + words[0], words[0]);
    return words.length == 1 ? kind : kind + " " + words[1];
  }

  String gain(Lesson lesson) {
    Estimate gain = lesson.gain();
    return gain == null ? NONE : money.total(gain.value());
  }

  String told(Lesson lesson) {
    Double told = lesson.told();
    return told == null ? "" : t("told", told);
  }

  String gainInterval(Lesson lesson) {
    Estimate gain = lesson.gain();
    return gain == null ? "" : money.total(gain);
  }

  String gainCss(Lesson lesson) {
    return lesson.gain() == null ? "none" : lesson.certain() ? "better" : "open";
  }

  String rules(Lesson lesson) {
    String shown =
        lesson.rules().stream()
            .limit(RULES_SHOWN)
            .map(opened -> texts.format("quoted", opened.rule()))
            .collect(Collectors.joining(", "));
    int more = lesson.rules().size() - RULES_SHOWN;
    return more > 0 ? shown + " " + t("more", more) : shown;
  }

  String about(double number) {
    return texts.count(Math.round(number));
  }

  String splitCss(Account account) {
    return switch (account.split().status()) {
      case GOOD -> "good";
      case WARNING -> "warn";
      case BAD -> "bad";
      case UNKNOWN -> "calm";
    };
  }

  String splitGlyph(Account account) {
    return switch (account.split().status()) {
      case GOOD -> "\u2713";
      case WARNING, BAD -> "!";
      case UNKNOWN -> "?";
    };
  }

  String split(Account account) {
    Double p = account.split().p();
    return t("split." + account.split().status(), p == null ? "" : texts.pEquals(p));
  }

  List<String> method() {
    return ledger.method().stream().map(texts::sentence).toList();
  }

  /** The label in the reader's language where there is one. */
  String label(Provenance fact) {
    return texts.getOr("provenance." + fact.label(), fact.label());
  }

  private static String resource(Class<?> beside, String name) {
    try (var stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Resource %s is missing beside %s. Maybe the jar was built without its resources."
                .formatted(name, beside));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
