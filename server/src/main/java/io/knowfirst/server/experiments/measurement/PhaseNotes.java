package io.knowfirst.server.experiments.measurement;

import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Takes down what people have to say about phases of experiments. */
public final class PhaseNotes {
  private final NoteTable table;
  private final InstantSource clock;

  public PhaseNotes(Pool pool, InstantSource clock) {
    this.table = new NoteTable(pool);
    this.clock = clock;
  }

  /**
   * What somebody wrote.
   *
   * @param day that it is about; null for the phase as a whole
   * @param excludes whether the phase is not to be used, for the reason that the text gives
   */
  public record Written(
      int phase, @Nullable LocalDate day, String text, String author, boolean excludes) {}

  /** Adds a note and gives its number. */
  public Future<Long> add(String experiment, Written note) {
    return table
        .add(
            experiment,
            note.phase(),
            note.day(),
            note.text(),
            note.author(),
            note.excludes(),
            clock.instant())
        .recover(PhaseNotes::away);
  }

  /** Takes a note away; whether there was one. */
  public Future<Boolean> remove(String experiment, long number) {
    return table.remove(experiment, number).recover(PhaseNotes::away);
  }

  private static <T> Future<T> away(Throwable cause) {
    return Future.failedFuture(new StoreUnavailable("Notes are away", cause));
  }
}
