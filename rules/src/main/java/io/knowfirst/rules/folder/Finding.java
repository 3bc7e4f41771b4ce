package io.knowfirst.rules.folder;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import java.util.Optional;

/**
 * Something wrong in an author's folder.
 *
 * @param file path within the folder, with slashes
 * @param line from 1; 1 for what concerns the whole file
 * @param column from 1
 * @param code stable, for example {@code KF201}
 * @param message what was found, what was expected, and advice where there is some
 */
public record Finding(
    String file, int line, int column, Severity severity, String code, String message)
    implements Comparable<Finding> {
  private static final Comparator<Finding> IN_READING_ORDER =
      Comparator.comparing(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column)
          .thenComparing(Finding::code)
          .thenComparing(Finding::message);

  public Finding {
    line = Math.max(1, line);
    column = Math.max(1, column);
  }

  public static Finding error(String file, int line, int column, String code, String message) {
    return new Finding(file, line, column, Severity.ERROR, code, message);
  }

  /** An error of a whole file. */
  public static Finding error(String file, String code, String message) {
    return error(file, 1, 1, code, message);
  }

  /** A warning about a whole file. */
  public static Finding warning(String file, String code, String message) {
    return warning(file, 1, 1, code, message);
  }

  /** A warning: the folder may go live, but hardly does what its author wants. */
  public static Finding warning(String file, int line, int column, String code, String message) {
    return new Finding(file, line, column, Severity.WARNING, code, message);
  }

  /** Something worth knowing. */
  public static Finding info(String file, int line, int column, String code, String message) {
    return new Finding(file, line, column, Severity.INFO, code, message);
  }

  /** Whether it keeps the folder from going live. */
  @JsonIgnore
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** What may help, from the message; empty where it says nothing of it. */
  public Optional<String> advice() {
    int maybe = message.lastIndexOf("Maybe ");
    return maybe < 0 ? Optional.empty() : Optional.of(message.substring(maybe));
  }

  /** {@code file:line:column: severity: message [code]}. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s: %s [%s]".formatted(file, line, column, severity.word(), message, code);
  }

  @Override
  public int compareTo(Finding other) {
    return IN_READING_ORDER.compare(this, other);
  }
}
