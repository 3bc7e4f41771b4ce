package io.knowfirst.experiments.report;

import org.jspecify.annotations.Nullable;

/** What one row of a file stands for. */
public sealed interface CsvUnit {

  /** One visitor; nobody may have two rows. */
  record Visitor() implements CsvUnit {}

  /**
   * A part of what a visitor did, such as a day or a session; rows of one visitor are added up.
   *
   * @param column with the visitor's id
   */
  record RowsOfVisitor(String column) implements CsvUnit {}

  /**
   * A number of visitors, such as those of a day; metrics are numbers of conversions.
   *
   * @param column with the number of visitors
   */
  record Counts(String column) implements CsvUnit {}

  /** The column that the unit names, or null. */
  default @Nullable String named() {
    return this instanceof RowsOfVisitor rows
        ? rows.column()
        : this instanceof Counts counts ? counts.column() : null;
  }
}
