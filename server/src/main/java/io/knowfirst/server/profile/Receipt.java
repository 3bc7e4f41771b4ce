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
    DUPLICATE
  }
}
