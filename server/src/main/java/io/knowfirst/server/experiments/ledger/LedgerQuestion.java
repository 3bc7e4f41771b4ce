package io.knowfirst.server.experiments.ledger;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger is asked for.
 *
 * @param from first day, UTC
 * @param until last day, not before the first
 * @param metric by which visitors are valued; null for the usual one
 */
public record LedgerQuestion(LocalDate from, LocalDate until, @Nullable String metric) {
  /** As many as may be asked for at once. */
  public static final int MOST_DAYS = 1_000;
}
