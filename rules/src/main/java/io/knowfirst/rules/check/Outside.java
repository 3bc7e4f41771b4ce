package io.knowfirst.rules.check;

import java.time.Instant;
import java.util.Set;

/**
 * What a check is told that stands in no file of the folder.
 *
 * @param now by which a schedule has passed
 * @param categories of the shop's catalogue; none when the catalogue is not known
 * @param placements that were asked for within a week; none when that is not known
 * @param seen the vocabulary that came within 30 days
 */
public record Outside(Instant now, Set<String> categories, Set<String> placements, Seen seen) {
  public Outside {
    categories = Set.copyOf(categories);
    placements = Set.copyOf(placements);
  }

  /** Knows nothing of what is asked for. */
  public Outside(Instant now, Set<String> categories) {
    this(now, categories, Set.of(), Seen.NOTHING);
  }

  /** Knows the time alone. */
  public static Outside at(Instant now) {
    return new Outside(now, Set.of());
  }
}
