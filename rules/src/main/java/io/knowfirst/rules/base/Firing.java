package io.knowfirst.rules.base;

import io.knowfirst.rules.facts.Fact;
import java.util.List;

/**
 * Why something was derived: a rule and what it matched.
 *
 * @param rule its name, the policy as a sentence
 * @param facts the facts it matched, without the segments
 * @param segments the segments it matched, each with its own firing
 */
public record Firing(String rule, List<Fact> facts, List<Membership> segments) {
  public Firing {
    facts = List.copyOf(facts);
    segments = List.copyOf(segments);
  }
}
