package io.knowfirst.experiments.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known around the sums of an experiment.
 *
 * @param shown what visitors were shown, by variation; those of which nothing is known are left out
 * @param notes what people wrote down
 * @param excluded why the phase is not to be used, or null
 */
public record Background(List<Shown> shown, List<Note> notes, @Nullable String excluded) {

  public static final Background NONE = new Background(List.of(), List.of(), null);

  public Background {
    shown = List.copyOf(shown);
    notes = List.copyOf(notes);
  }
}
