package io.knowfirst.experiments.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known around the sums of an experiment.
 *
 * @param shown what visitors were shown, by variation; those of which nothing is known are left out
 * @param notes what people wrote down
 * @param excluded why the phase is not to be used, or null
 * @param daily sums of metrics by day since the first exposure, where they are counted
 * @param funnels how far visitors came, of metrics that are funnels
 * @param overlaps visitors who are in other running experiments, too
 */
public record Background(
    List<VariationDescription> shown,
    List<Note> notes,
    @Nullable String excluded,
    List<DailySums> daily,
    List<FunnelSteps> funnels,
    List<Overlap> overlaps) {

  public static final Background NONE = new Background(List.of(), List.of(), null);

  /** Without sums by day. */
  public Background(List<VariationDescription> shown, List<Note> notes, @Nullable String excluded) {
    this(shown, notes, excluded, List.of(), List.of(), List.of());
  }

  public Background {
    shown = List.copyOf(shown);
    notes = List.copyOf(notes);
    daily = List.copyOf(daily);
    funnels = List.copyOf(funnels);
    overlaps = List.copyOf(overlaps);
  }

  /** The same with visitors who are in other experiments, too. */
  public Background with(List<Overlap> others) {
    return new Background(shown, notes, excluded, daily, funnels, others);
  }
}
