package io.knowfirst.server.decide.assignment;

import java.util.Locale;

/** How far an experiment has come. */
public enum State {
  /** Defined; nobody is assigned. */
  DRAFT,
  /** Visitors are assigned, within its schedule. */
  RUNNING,
  /** Nobody is assigned for now; who comes back later keeps their variation. */
  PAUSED,
  /** Over: the variation decided on, where there is one, is the placement's default. */
  DECIDED,
  /** Kept for its report only. */
  ARCHIVED;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As it stands in answers, lists and tables. */
  public String word() {
    return word;
  }

  /** Reads what {@link #word} wrote. */
  public static State of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether visitors have been assigned and more may come. */
  public boolean begun() {
    return this == RUNNING || this == PAUSED;
  }
}
