package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.SpreadsheetCsv;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Lesson;
import io.knowfirst.experiments.report.ledger.Ledger.Shares;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One line for each share, contrast and lesson; the first column says which; gaps are empty. */
final class LedgerCsv {

  private static final List<String> HEADER =
      List.of(
          "line",
          "over",
          "name",
          "decisions",
          "known",
          "tested",
          "default",
          "visitors",
          "contrast",
          "difference",
          "difference_low",
          "difference_high",
          "lift",
          "lift_low",
          "lift_high",
          "p",
          "p_adjusted",
          "stake",
          "stake_low",
          "stake_high",
          "outcome",
          "missing",
          "split_p",
          "rules",
          "told",
          "most_decisions",
          "title");

  private LedgerCsv() {}

  static String render(Ledger ledger) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    ledger.shares().forEach(shares -> lines.add(shares(shares)));
    contrasts(ledger.everywhere(), lines);
    ledger.campaigns().forEach(account -> contrasts(account, lines));
    for (var goal : ledger.goals()) {
      goal.campaigns().forEach(account -> contrasts(account, goal.value().metric(), lines));
    }
    ledger.ignorance().forEach(lesson -> lines.add(lesson(lesson)));
    return SpreadsheetCsv.write(lines);
  }

  private static List<String> shares(Shares shares) {
    return titled(
        new ArrayList<>(
            List.of(
                "share",
                word(shares.over()),
                shares.name(),
                "" + shares.decisions(),
                "" + shares.known(),
                "" + shares.tested(),
                "" + shares.byDefault())),
        shares.title());
  }

  private static void contrasts(Account account, List<List<String>> lines) {
    contrasts(account, "", lines);
  }

  /**
   * @param goal the metric that is the campaign's own goal; empty for the ledger's
   */
  private static void contrasts(Account account, String goal, List<List<String>> lines) {
    for (Contrasted contrasted : account.contrasts()) {
      List<String> line = new ArrayList<>();
      line.addAll(
          List.of(
              goal.isEmpty() ? "contrast" : "goal " + goal,
              account.campaign().isEmpty() ? "all" : "campaign",
              account.campaign()));
      line.add("");
      account.arms().forEach(arm -> line.add(text(arm.value())));
      line.add("" + account.visitors());
      line.add(word(contrasted.pair()));
      add(line, contrasted.difference());
      add(line, contrasted.lift());
      line.add(text(contrasted.p()));
      line.add(text(contrasted.adjustedP()));
      add(line, contrasted.stake());
      line.add(word(contrasted.outcome()));
      var missing = contrasted.missing();
      line.add(missing == null ? "" : word(missing.reason()));
      line.add(text(account.split().p()));
      lines.add(titled(line, account.title()));
    }
  }

  private static List<String> lesson(Lesson lesson) {
    List<String> line =
        new ArrayList<>(
            List.of("learn", "fact", lesson.fact(), "" + lesson.decisions(), "", "", ""));
    line.add("" + lesson.visitors());
    while (line.size() < HEADER.indexOf("stake")) {
      line.add("");
    }
    add(line, lesson.gain());
    line.add(lesson.gain() == null ? "no-data" : lesson.certain() ? "certain" : "open");
    line.addAll(List.of("", ""));
    line.add(lesson.rules().stream().map(Ledger.Opened::rule).collect(Collectors.joining("; ")));
    line.add(text(lesson.told()));
    line.add("" + lesson.mostDecisions());
    line.add("");
    return line;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** With the title in the last column. */
  private static List<String> titled(List<String> line, String title) {
    while (line.size() < HEADER.size() - 1) {
      line.add("");
    }
    line.add(title);
    return line;
  }

  private static void add(List<String> line, @Nullable Estimate estimate) {
    line.add(estimate == null ? "" : "" + estimate.value());
    line.add(estimate == null ? "" : "" + estimate.low());
    line.add(estimate == null ? "" : "" + estimate.high());
  }

  private static String text(@Nullable Double number) {
    return number == null ? "" : number.toString();
  }
}
