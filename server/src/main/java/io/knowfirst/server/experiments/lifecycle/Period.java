package io.knowfirst.server.experiments.lifecycle;

import java.time.Instant;
import java.util.List;

/**
 * The weights that were in force from a moment on.
 *
 * @param variations ids in the order of the definition
 * @param weights in basis points
 * @param coverage in basis points
 * @param shares of those who take part, 0 to 1
 */
public record Period(
    int phase,
    Instant since,
    List<String> variations,
    List<Integer> weights,
    int coverage,
    List<Double> shares) {
  public Period {
    variations = List.copyOf(variations);
    weights = List.copyOf(weights);
    shares = List.copyOf(shares);
  }
}
