package io.knowfirst.rules.check;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What a check is told that stands in no file of the folder.
 *
 * @param now by which a schedule has passed
 * @param categories of the shop's catalogue; none when the catalogue is not known
 * @param placements that were asked for within a week; none when that is not known
 * @param seen the vocabulary that came within 30 days
 * @param inside who is inside campaigns of steps; none when that is not known
 */
public record Outside(
    Instant now, Set<String> categories, Set<String> placements, Seen seen, Set<Inside> inside) {
  public Outside {
    inside = Set.copyOf(inside);
    categories = Set.copyOf(categories);
    placements = Set.copyOf(placements);
  }

  /**
   * Visitors who are at a step of a campaign.
   *
   * @param step its id; empty before the first
   * @param next the steps that could follow, in the order of the file
   */
  public record Inside(String campaign, String step, List<String> next, long visitors) {
    public Inside {
      next = List.copyOf(next);
    }
  }

  /** Of a shop in whose campaigns of steps nobody is. */
  public Outside(Instant now, Set<String> categories, Set<String> placements, Seen seen) {
    this(now, categories, placements, seen, Set.of());
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
