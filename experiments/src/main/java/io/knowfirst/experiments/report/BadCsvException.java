package io.knowfirst.experiments.report;

import org.jspecify.annotations.Nullable;

/** A file that cannot be analysed, with the place and what to do. */
public final class BadCsvException extends Exception {

  private final long line;
  private final @Nullable String column;

  BadCsvException(long line, @Nullable String column, String problem) {
    super("Line %d%s: %s".formatted(line, column == null ? "" : ", column " + column, problem));
    this.line = line;
    this.column = column;
  }

  /** Line in the file, from 1; the header is line 1. */
  public long line() {
    return line;
  }

  /** Name of the column, or null where the whole line or file is meant. */
  public @Nullable String column() {
    return column;
  }
}
