package io.knowfirst.rules.folder;

import java.util.List;

/**
 * By what an experiment's report is cut, besides what all reports are cut by.
 *
 * @param source where the value is from
 * @param field name of the trait, or path of the context's field, such as {@code geo.country}
 * @param name what people call it
 * @param values that are told apart; all else is told together
 */
public record Dimension(DimensionSource source, String field, String name, List<String> values) {
  /** Stands for all values that are not told apart. */
  public static final String OTHER = "other";

  /** Stands for no value at the first exposure. */
  public static final String UNKNOWN = "unknown";

  /** Where a value is from. */
  public enum DimensionSource {
    /** What is known of the visitor. */
    TRAIT,
    /** What the request said of the moment. */
    CONTEXT
  }

  public Dimension {
    values = List.copyOf(values);
  }

  /** By which its sums are found. */
  public String key() {
    return (source == DimensionSource.TRAIT ? "trait:" : "context:") + field;
  }

  /** The value to count by: the first that is told apart, else one of the rest. */
  public String of(List<String> known) {
    return known.isEmpty()
        ? UNKNOWN
        : known.stream().filter(values::contains).findFirst().orElse(OTHER);
  }
}
