package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import java.util.List;

/**
 * Visitors who are in another experiment that runs at the same time, too.
 *
 * @param experiment id of the other
 * @param title what people call it
 * @param variations of the other, its control first
 * @param cells sums of the deciding metric, by variation and within it by that of the other
 */
public record Overlap(
    String experiment,
    String title,
    List<VariationDescription> variations,
    List<List<Moments>> cells) {

  public Overlap {
    variations = List.copyOf(variations);
    cells = cells.stream().map(List::copyOf).toList();
  }
}
