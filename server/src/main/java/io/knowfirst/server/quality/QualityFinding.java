package io.knowfirst.server.quality;

import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/**
 * How often something was taken in and not (or, for {@link Kind#EVENT}, well) understood.
 *
 * @param name which event, property, currency …
 * @param keys public ids of the keys that sent it, the first few
 */
public record QualityFinding(
    Kind kind, String name, long count, Instant first, Instant last, Set<String> keys) {
  /** By kind, the most frequent first. */
  static final Comparator<QualityFinding> ORDER =
      Comparator.comparing(QualityFinding::kind)
          .thenComparing(Comparator.comparingLong(QualityFinding::count).reversed())
          .thenComparing(QualityFinding::name);

  public QualityFinding {
    keys = Set.copyOf(keys);
  }
}
