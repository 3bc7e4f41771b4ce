package io.knowfirst.rules.check;

import java.time.Instant;
import java.util.Set;

/**
 * What a check is told that stands in no file of the folder.
 *
 * @param now by which a schedule has passed
 * @param categories of the shop's catalogue; none when the catalogue is not known
 */
public record Outside(Instant now, Set<String> categories) {
  public Outside {
    categories = Set.copyOf(categories);
  }

  /** Knows the time, not the catalogue. */
  public static Outside at(Instant now) {
    return new Outside(now, Set.of());
  }
}
