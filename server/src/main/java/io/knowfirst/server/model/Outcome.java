package io.knowfirst.server.model;

import java.util.Locale;

/** How a placement was decided: known beats tested beats default. */
public enum Outcome {
  KNOWN,
  TESTED,
  DEFAULT;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As it stands in answers, logs and reports. */
  public String word() {
    return word;
  }
}
