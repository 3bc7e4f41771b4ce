package io.knowfirst.server.http;

import io.knowfirst.server.measurement.Baselines.Base;
import io.knowfirst.server.measurement.Notes.Written;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask about experiments beside their reports.
 *
 * @param note {@code Notes::add}
 * @param unnote {@code Notes::remove}
 * @param base {@code Baselines::of}
 */
public record StudyCalls(Note note, Unnote unnote, BaseRate base) {

  /** Writes a note and gives its number. */
  public interface Note {
    Future<Long> add(String experiment, Written note);
  }

  /** Takes a note away; whether there was one. */
  public interface Unnote {
    Future<Boolean> remove(String experiment, long number);
  }

  /** What visitors do today; empty where there is no such metric. */
  public interface BaseRate {
    Future<Optional<Base>> of(@Nullable String placement, @Nullable String metric);
  }
}
