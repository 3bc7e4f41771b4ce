package io.knowfirst.experiments.report.ledger;

import io.knowfirst.experiments.report.Report.Estimate;
import io.knowfirst.experiments.report.Report.Outcome;
import io.knowfirst.experiments.report.Texts;
import io.knowfirst.experiments.report.ledger.Ledger.Account;
import io.knowfirst.experiments.report.ledger.Ledger.Contrasted;
import io.knowfirst.experiments.report.ledger.Ledger.Pair;
import java.util.ArrayList;
import java.util.List;

/** The verdict of the ledger: knowing over default, everywhere, and why. */
final class LedgerBanner {

  private final Account everywhere;
  private final Contrasted main;
  private final ContrastTexts contrast;
  private final Texts texts;
  private final MoneyFormat money;

  LedgerBanner(Account everywhere, ContrastTexts contrast, Texts texts, MoneyFormat money) {
    this.everywhere = everywhere;
    this.main = everywhere.of(Pair.KNOWING_OVER_DEFAULT);
    this.contrast = contrast;
    this.texts = texts;
    this.money = money;
  }

  /** Neither good nor bad beside an interval of the lift that holds 0. */
  private Outcome shown() {
    boolean open = contrast.css(main).equals("open");
    return open && main.outcome() != Outcome.WITHHELD ? Outcome.OPEN : main.outcome();
  }

  String css() {
    return switch (shown()) {
      case BETTER -> "good";
      case WORSE, WITHHELD -> "bad";
      case KEPT, OPEN, CONTROL, NO_DATA -> "calm";
    };
  }

  String glyph() {
    return switch (shown()) {
      case BETTER -> "\u2713";
      case WORSE -> "\u2715";
      case WITHHELD -> "!";
      case KEPT, OPEN, CONTROL, NO_DATA -> "\u2026";
    };
  }

  String headline() {
    Estimate stake = main.stake();
    return texts.format(
        "headline." + main.outcome(), stake == null ? "" : money.total(stake.value()));
  }

  List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    Estimate stake = main.stake();
    var missing = main.missing();
    if (stake != null && main.outcome() != Outcome.WITHHELD) {
      reasons.add(
          texts.format("reason.interval", money.total(stake.low()), money.total(stake.high())));
    }
    if (missing != null) {
      reasons.add(contrast.outcome(main) + " " + contrast.arms(everywhere));
    }
    Estimate cost = everywhere.holdoutCost();
    if (cost != null && main.outcome() != Outcome.WITHHELD) {
      reasons.add(
          texts.format(
              "reason.cost",
              money.cost(cost.value()),
              money.cost(cost.low()),
              money.cost(cost.high())));
    }
    return reasons;
  }
}
