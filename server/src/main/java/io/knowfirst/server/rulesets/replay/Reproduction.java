package io.knowfirst.server.rulesets.replay;

import java.util.Locale;

/** What came of deciding a recorded decision again with the rules that had decided it. */
public enum Reproduction {
  /** The same, rule by rule and segment by segment. */
  EQUAL("the same decision again"),
  /** The products, or whether there were enough in stock, differ with the catalogue. */
  CATALOGUE_CHANGED("the catalogue has changed since, and products or stock decide here"),
  /** A rule threw, overran or was suspended, then or now. */
  RULE_FAILED("a rule failed or was suspended, then or now"),
  /** A tested outcome differs, and the experiments are not kept as they were then. */
  EXPERIMENTS_CHANGED("the experiments have changed since, and are not kept as they were"),
  /** The version is not stored, or is not accepted any more. */
  RULES_MISSING("the rules that decided are not available any more"),
  /** Another version of the server recorded it. */
  UNREADABLE("another version of the server recorded it"),
  /** None of these: a defect worth a report. */
  UNEXPLAINED("no cause is known; please report it");

  private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  private final String meaning;

  Reproduction(String meaning) {
    this.meaning = meaning;
  }

  /** As it stands in reports. */
  String word() {
    return word;
  }

  String meaning() {
    return meaning;
  }
}
