package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Arm;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import java.util.List;

/** The numbers of one arm against another as people read them; a dash for what is not known. */
final class ContrastTexts {

  private static final String NONE = "\u2013";

  private final Texts texts;
  private final MoneyFormat money;

  ContrastTexts(Texts texts, MoneyFormat money) {
    this.texts = texts;
    this.money = money;
  }

  /** How many visitors each arm has. */
  String arms(Account account) {
    return texts.format(
        "arms",
        account.arms().get(0).visitors(),
        account.arms().get(1).visitors(),
        account.arms().get(2).visitors());
  }

  String css(Contrasted contrasted) {
    return ContrastPlot.css(contrasted);
  }

  String pair(Pair pair) {
    return texts.get("pair." + pair);
  }

  /** In a word or two. */
  String result(Contrasted contrasted) {
    return contrasted.missing() == null ? outcome(contrasted) : texts.get("few");
  }

  /** Why numbers are missing, each reason once. */
  List<String> missing(Account account) {
    return account.contrasts().stream()
        .filter(contrasted -> contrasted.missing() != null)
        .map(this::outcome)
        .distinct()
        .toList();
  }

  String outcome(Contrasted contrasted) {
    var missing = contrasted.missing();
    return missing == null
        ? texts.get("outcome." + contrasted.outcome())
        : texts.get("missing." + missing.reason());
  }

  String each(Contrasted contrasted) {
    Estimate difference = contrasted.difference();
    return difference == null ? NONE : money.each(difference.value());
  }

  String eachInterval(Contrasted contrasted) {
    Estimate difference = contrasted.difference();
    return difference == null ? "" : money.each(difference);
  }

  String lift(Contrasted contrasted) {
    Estimate lift = contrasted.lift();
    return lift == null ? NONE : texts.signedPercent(lift.value());
  }

  String liftInterval(Contrasted contrasted) {
    Estimate lift = contrasted.lift();
    return lift == null
        ? ""
        : "[%s; %s]".formatted(texts.signedPercent(lift.low()), texts.signedPercent(lift.high()));
  }

  String stake(Contrasted contrasted) {
    Estimate stake = contrasted.stake();
    return stake == null ? NONE : money.total(stake.value());
  }

  String stakeInterval(Contrasted contrasted) {
    Estimate stake = contrasted.stake();
    return stake == null ? "" : money.total(stake);
  }

  String p(Contrasted contrasted) {
    Double p = contrasted.adjustedP();
    return p == null ? NONE : texts.p(p);
  }

  /** The two means that a pair compares. */
  String means(Account account, Pair pair) {
    Arm better = account.arms().get(pair == Pair.TESTING_OVER_DEFAULT ? 1 : 0);
    Arm worse = account.arms().get(pair == Pair.KNOWING_OVER_TESTING ? 1 : 2);
    return texts.format("means", mean(better), mean(worse));
  }

  private String mean(Arm arm) {
    Double value = arm.value();
    return value == null ? NONE : money.mean(value);
  }
}
