package io.knowfirst.rules.folder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as its file defines it.
 *
 * @param placement where it runs
 * @param seed of the bucketing; the id when the file says none
 * @param phase from 1; a change that would bias the result starts the next
 * @param coverage share of the visitors who take part, in basis points (0 to 10000)
 * @param running whether visitors are assigned now
 * @param measurement what is measured and how it is judged
 */
public record ExperimentFile(
    String id,
    String placement,
    String seed,
    int phase,
    int coverage,
    boolean running,
    List<Variation> variations,
    @Nullable String owner,
    Measurement measurement) {

  /**
   * @param content id of the content it shows
   * @param weight share of those who take part, in basis points; all of an experiment's sum to
   *     10000
   */
  public record Variation(String id, String content, int weight) {}

  public ExperimentFile {
    variations = List.copyOf(variations);
  }
}
