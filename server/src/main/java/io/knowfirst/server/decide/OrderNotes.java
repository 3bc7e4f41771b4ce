package io.knowfirst.server.decide;

import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import io.knowfirst.server.profile.Receipt;
import java.util.Optional;

/** What is to be said of an event about an order. */
public final class OrderNotes {
  private static final Note REPEATED =
      new Note(
          Code.ORDER_REPEATED,
          "The visitor has placed an order of this order_id already, so it counts once. Maybe the page that"
              + " confirms an order was loaded again; to change an order, send Order Updated.");
  private static final Note UNKNOWN =
      new Note(
          Code.ORDER_UNKNOWN,
          "The visitor has placed no order of this order_id; the change counts once there is one. Maybe"
              + " Order Completed named another visitor or order_id.");
  private static final Note NOT_NAMED =
      new Note(
          Code.ORDER_UNKNOWN,
          "The event changes an order and has no order_id, so it changes nothing. Maybe add the order_id"
              + " of its Order Completed.");

  private OrderNotes() {}

  public static Optional<Note> of(Receipt receipt) {
    return switch (receipt.status()) {
      case ORDER_REPEATED -> Optional.of(REPEATED);
      case ORDER_UNKNOWN -> Optional.of(UNKNOWN);
      case ORDER_NOT_NAMED -> Optional.of(NOT_NAMED);
      case ACCEPTED, DUPLICATE, WITHHELD, ERASED -> Optional.empty();
    };
  }
}
