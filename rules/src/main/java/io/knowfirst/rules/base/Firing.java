package io.knowfirst.rules.base;

import io.knowfirst.rules.engine.Admission;
import io.knowfirst.rules.facts.Fact;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

  /** When the oldest fact that it rests on was last known to be so; null without such. */
  public @Nullable Instant oldest() {
    var known = facts.stream().map(Admission::asOf);
    var below = segments.stream().map(segment -> segment.firing().oldest());
    return Stream.concat(known, below)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }
}
