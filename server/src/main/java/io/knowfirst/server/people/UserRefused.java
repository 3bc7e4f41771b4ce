package io.knowfirst.server.people;

/** A change of users that is not made. */
public final class UserRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What sort of thing. */
  public enum Why {
    /** No user has the id. */
    UNKNOWN,
    /** Something else is there already. */
    STATE,
    /** It may not be done by whoever asks. */
    FORBIDDEN,
    /** What was given cannot be taken. */
    INVALID,
    /** The link has ended, was used, or is none. */
    LINK
  }

  private final Why why;
  private final String reason;

  public UserRefused(Why why, String message) {
    super(message, null, false, false);
    this.why = why;
    this.reason = message;
  }

  /** For people. */
  public String reason() {
    return reason;
  }

  public Why why() {
    return why;
  }
}
