package io.knowfirst.server.arbitration;

import io.knowfirst.rules.base.Candidate;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.server.model.Decision.Shown;
import io.knowfirst.server.model.Reason.Note;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the offers for one placement: at most one winner, and why the others did not win.
 */
public record Ruling(@Nullable Winner winner, List<Note> notes) {
  public Ruling {
    notes = List.copyOf(notes);
  }

  /** The offer that is shown. */
  public record Winner(Campaign campaign, Candidate candidate, Shown content) {}
}
