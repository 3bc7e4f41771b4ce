package io.knowfirst.rules.base;

import java.util.List;

/**
 * What the rules made of the facts. Both lists are in an order that depends on the facts and the
 * rule base alone, and no segment and no offer stands in them twice.
 *
 * @param fired the names of the rules that fired, each once, also where another rule had derived
 *     the same before
 * @param stale facts that counted as unknown for a rule that did not fire
 */
public record Evaluation(
    List<Membership> segments,
    List<Candidate> offers,
    List<RuleFailure> failures,
    List<String> fired,
    List<StaleFact> stale) {
  public static final Evaluation NOTHING = new Evaluation(List.of(), List.of(), List.of());

  public Evaluation {
    segments = List.copyOf(segments);
    offers = List.copyOf(offers);
    failures = List.copyOf(failures);
    fired = List.copyOf(fired);
    stale = List.copyOf(stale);
  }

  /** Where it does not matter which rules fired. */
  public Evaluation(List<Membership> segments, List<Candidate> offers, List<RuleFailure> failures) {
    this(segments, offers, failures, List.of(), List.of());
  }
}
