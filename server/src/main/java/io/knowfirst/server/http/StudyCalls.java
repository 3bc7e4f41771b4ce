package io.knowfirst.server.http;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.experiment.Experiments;
import io.knowfirst.server.measurement.Baselines;
import io.knowfirst.server.measurement.Baselines.Base;
import io.knowfirst.server.measurement.Notes;
import io.knowfirst.server.measurement.Notes.Written;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask about experiments beside their reports.
 *
 * @param note {@code Notes::add}
 * @param unnote {@code Notes::remove}
 * @param base {@code Baselines::of}
 */
public record StudyCalls(Note note, Unnote unnote, BaseRate base) {

  /**
   * What answers them.
   *
   * @param rules those that decide now; they define metrics
   */
  public static StudyCalls of(
      Pool pool,
      Supplier<RuleFolder> rules,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    var notes = new Notes(pool, clock);
    var bases = new Baselines(pool, rules, experiments, clock);
    return new StudyCalls(notes::add, notes::remove, bases::of);
  }

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
