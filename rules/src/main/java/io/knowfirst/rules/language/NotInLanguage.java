package io.knowfirst.rules.language;

/** What a text says that the rule tree cannot carry, and where. */
public final class NotInLanguage extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int at;

  public NotInLanguage(int at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  /** Offset in the file's text. */
  public int at() {
    return at;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
