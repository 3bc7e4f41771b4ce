package io.knowfirst.server.feeds;

import org.jspecify.annotations.Nullable;

/** What is wrong with one record of a feed. */
public final class FeedFault extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;
  private final @Nullable String value;
  private final String expected;
  private final @Nullable String advice;

  /**
   * @param field that it is about; empty for the whole record
   * @param value what stands there; null where nothing does
   * @param advice a sentence that begins with "Maybe"; null for none
   */
  public FeedFault(String field, @Nullable String value, String expected, @Nullable String advice) {
    super(
        "%s is %s, expected %s%s"
            .formatted(
                field.isEmpty() ? "the record" : field,
                value == null ? "absent" : '"' + shortened(value) + '"',
                expected,
                advice == null ? "" : ". " + advice));
    this.field = field;
    this.value = value == null ? null : shortened(value);
    this.expected = expected;
    this.advice = advice;
  }

  public String field() {
    return field;
  }

  public @Nullable String value() {
    return value;
  }

  public String expected() {
    return expected;
  }

  public @Nullable String advice() {
    return advice;
  }

  private static String shortened(String value) {
    return value.length() <= 100 ? value : value.substring(0, 100) + "…";
  }
}
