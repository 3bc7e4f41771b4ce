package io.knowfirst.server.profile;

/**
 * What became of an event.
 *
 * @param id its messageId
 */
public record Receipt(String id, Status status) {
  public enum Status {
    ACCEPTED,
    /** The visitor has an event of this id already; nothing was changed. */
    DUPLICATE,
    /** It is stored, but the person has placed an order of this id already: it counts once. */
    ORDER_REPEATED,
    /** It changes an order that the person has not placed, and counts once they have. */
    ORDER_UNKNOWN,
    /** It changes an order and does not say which, so it changes nothing. */
    ORDER_NOT_NAMED,
    /** The visitor has granted no purpose, and the shop stores nothing of the kind then. */
    WITHHELD,
    /** The visitor was erased; nothing is stored of them any more. */
    ERASED
  }

  /** Whether it was not stored. */
  public boolean isWithheld() {
    return status == Status.WITHHELD || status == Status.ERASED;
  }

  /** Whether what the event says was known before. */
  public boolean isDuplicate() {
    return status == Status.DUPLICATE || status == Status.ORDER_REPEATED;
  }
}
