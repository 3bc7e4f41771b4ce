package io.knowfirst.server.decide.arbitration;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.Reason.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the offers for one placement: at most one winner, and why the others did not win.
 */
public record ArbitrationResult(@Nullable Winner winner, List<Note> notes) {
  public ArbitrationResult {
    notes = List.copyOf(notes);
  }

  /** The offer that is shown. */
  public record Winner(Campaign campaign, Candidate candidate, Shown content) {}
}
