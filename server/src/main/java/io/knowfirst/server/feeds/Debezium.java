package io.knowfirst.server.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Change events of a database as Debezium writes them, with or without their schema: the row as it
 * is after the change.
 */
public final class Debezium {
  private static final String AFTER = "after";
  private static final String PAYLOAD = "payload";

  private Debezium() {}

  /** Whether an object is such an envelope. */
  public static boolean isEnvelope(ObjectNode record) {
    var envelope = record.path(PAYLOAD).isObject() ? record.path(PAYLOAD) : record;
    return envelope.path("op").isTextual()
        && (envelope.has(AFTER) || envelope.has("before"))
        && envelope.path("op").textValue().length() == 1;
  }

  /**
   * The row; any other object as it is.
   *
   * @throws FeedFault for a row that was deleted
   */
  public static ObjectNode after(ObjectNode record) throws FeedFault {
    if (!isEnvelope(record)) {
      return record;
    }
    var envelope = record.path(PAYLOAD).isObject() ? record.path(PAYLOAD) : record;
    if (envelope.path(AFTER) instanceof ObjectNode row) {
      return row;
    }
    throw new FeedFault(
        AFTER,
        null,
        "a row (op is \"" + envelope.path("op").textValue() + "\")",
        "Maybe delete what is gone by the interface: DELETE /v1/catalogue/{id} or /v1/visitors/{id}.");
  }
}
