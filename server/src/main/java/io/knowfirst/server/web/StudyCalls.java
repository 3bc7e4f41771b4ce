package io.knowfirst.server.web;

import io.knowfirst.server.experiments.ledger.LoginReport;
import io.knowfirst.server.experiments.measurement.Baselines.Base;
import io.knowfirst.server.experiments.measurement.PhaseNotes.Written;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask about experiments beside their reports.
 *
 * @param note {@code PhaseNotes::add}
 * @param unnote {@code PhaseNotes::remove}
 * @param base {@code Baselines::of}
 * @param logins {@code LoginDrift::report}
 */
public record StudyCalls(Note note, Unnote unnote, BaseRate base, Logins logins) {

  /** What logins changed on these days. */
  public interface Logins {
    Future<LoginReport> on(LocalDate from, LocalDate until);
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
