package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.folder.MaxAge;
import java.time.Duration;
import java.util.Set;

/**
 * A fact that counted as unknown, since it was older than a rule allows.
 *
 * @param campaigns that the rule, or one that reads its segments, would have made offers for
 */
public record StaleFact(String rule, Fact fact, Duration maxAge, Set<String> campaigns) {
  public StaleFact {
    campaigns = Set.copyOf(campaigns);
  }

  /** As a note says it. */
  public String text() {
    return "Rule \"%s\" took a %s for unknown: it is older than %s."
        .formatted(rule, fact.getClass().getSimpleName(), MaxAge.text(maxAge));
  }
}
