package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import java.util.Set;

/**
 * What somebody saw of a draft when they changed it.
 *
 * @param numbers one of which it must still have; empty where any will do
 */
public record SeenRevision(Set<Long> numbers, boolean any) {
  /** Whatever the draft is like by now. */
  public static final SeenRevision ANY = new SeenRevision(Set.of(), true);

  public SeenRevision {
    numbers = Set.copyOf(numbers);
  }

  void check(RuleDraft draft) {
    if (!any && !numbers.contains(draft.revision())) {
      throw new DraftRefused(
          Why.STALE,
          "The draft is at revision %d and was changed at %s, expected %s. Maybe read it again, then repeat the change."
              .formatted(draft.revision(), draft.changed(), numbers.stream().sorted().toList()));
    }
  }
}
