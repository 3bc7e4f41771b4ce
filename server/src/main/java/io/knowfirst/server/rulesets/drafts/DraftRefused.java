package io.knowfirst.server.rulesets.drafts;

/** What is asked of a draft is not done. */
public final class DraftRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What sort of reason. */
  public enum Why {
    /** There is no such draft, or no such file in it. */
    UNKNOWN,
    /** The draft is in another state than this needs. */
    STATE,
    /** The draft was changed since it was read. */
    STALE,
    /** Somebody else has to do it. */
    PERSON,
    /** A file has a name or a size that no rule folder takes. */
    FILE
  }

  private final Why why;

  public DraftRefused(Why why, String message) {
    super(message, null, false, false);
    this.why = why;
  }

  public Why why() {
    return why;
  }

  /** For people. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
