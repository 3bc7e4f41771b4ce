package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Lesson;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The ledger in a few lines, for pages that lead to it.
 *
 * @param contrasts knowing, testing and default against each other, over all campaigns
 * @param lessons what to learn next, the most worth first
 */
public record LedgerSummary(List<Line> contrasts, List<LessonLine> lessons) {
  public LedgerSummary {
    contrasts = List.copyOf(contrasts);
    lessons = List.copyOf(lessons);
  }

  /**
   * One arm against another.
   *
   * @param css class of the verdict
   * @param stake for all visitors of the period
   * @param interval of it; empty where there is none
   */
  public record Line(String pair, String css, String verdict, String stake, String interval) {}

  /**
   * A fact worth learning.
   *
   * @param fact as the ledger names it, for programs
   * @param shown the same in the reader's words
   * @param told which share of the decisions had it; empty where nobody counted
   * @param gain estimated for the period
   * @param interval of it; empty where there is none
   * @param decisions it would have turned into known ones
   * @param rules that would have fired
   */
  public record LessonLine(
      String fact,
      String shown,
      String told,
      String gain,
      String interval,
      String decisions,
      String rules) {}

  /**
   * @param locale English and German are there; any other language gets English
   */
  public static LedgerSummary of(Ledger ledger, Locale locale) {
    var page = new LedgerPage(ledger, LedgerTexts.of(locale));
    return new LedgerSummary(
        Arrays.stream(Pair.values()).map(pair -> line(page, pair)).toList(),
        ledger.ignorance().stream().map(lesson -> lesson(page, lesson)).toList());
  }

  private static Line line(LedgerPage page, Pair pair) {
    Contrasted contrasted = page.ledger.everywhere().of(pair);
    var texts = page.contrast;
    return new Line(
        texts.pair(pair),
        texts.css(contrasted),
        texts.result(contrasted),
        texts.stake(contrasted),
        texts.stakeInterval(contrasted));
  }

  private static LessonLine lesson(LedgerPage page, Lesson lesson) {
    return new LessonLine(
        lesson.fact(),
        page.fact(lesson),
        page.told(lesson),
        page.gain(lesson),
        page.gainInterval(lesson),
        page.about(lesson.decisions()),
        page.rules(lesson));
  }
}
