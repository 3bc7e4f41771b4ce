package io.knowfirst.rules.language;

/** What a text says that the rule tree cannot carry, or that makes no sense of facts, and where. */
public final class NotInLanguage extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final int at;

  /** Values fill the message as {@link String#format} does. */
  @SuppressWarnings("AnnotateFormatMethod")
  public NotInLanguage(String code, int at, String message, Object... values) {
    super(values.length == 0 ? message : message.formatted(values), null, false, false);
    this.code = code;
    this.at = at;
  }

  @SuppressWarnings("AnnotateFormatMethod")
  public NotInLanguage(int at, String message, Object... values) {
    this("KF199", at, message, values);
  }

  public String code() {
    return code;
  }

  public int at() {
    return at;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
