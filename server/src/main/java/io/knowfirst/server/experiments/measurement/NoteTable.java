package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.report.Note;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people wrote down about phases of experiments. */
final class NoteTable {
  private static final String ADD =
      """
      insert into experiment_note (experiment, phase, day, text, author, excludes, at)
      values ($1, $2, $3, $4, $5, $6, $7) returning number
      """;
  private static final String REMOVE =
      "delete from experiment_note where experiment = $1 and number = $2";
  private static final String OF_PHASE =
      """
      select number, day, text, author, excludes from experiment_note
      where experiment = $1 and phase = $2 order by day nulls first, number limit 200
      """;

  private final Pool pool;

  NoteTable(Pool pool) {
    this.pool = pool;
  }

  /**
   * Notes of a phase.
   *
   * @param excluded why the phase is not to be used, or null
   */
  record Noted(List<Note> notes, @Nullable String excluded) {}

  /** Adds a note and gives its number. */
  Future<Long> add(
      String experiment,
      int phase,
      @Nullable LocalDate day,
      String text,
      String author,
      boolean excludes,
      Instant at) {
    return pool.preparedQuery(ADD)
        .execute(
            Tuple.of(experiment, phase, day, text, author, excludes)
                .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** Whether there was such a note. */
  Future<Boolean> remove(String experiment, long number) {
    return pool.preparedQuery(REMOVE)
        .execute(Tuple.of(experiment, number))
        .map(rows -> rows.rowCount() > 0);
  }

  Future<Noted> of(String experiment, int phase) {
    return pool.preparedQuery(OF_PHASE)
        .execute(Tuple.of(experiment, phase))
        .map(
            rows -> {
              var notes = new ArrayList<Note>();
              String excluded = null;
              for (var row : rows) {
                var text = row.getString(2);
                notes.add(new Note(row.getLong(0), row.getLocalDate(1), text, row.getString(3)));
                excluded = row.getBoolean(4) ? text : excluded;
              }
              return new Noted(notes, excluded);
            });
  }
}
