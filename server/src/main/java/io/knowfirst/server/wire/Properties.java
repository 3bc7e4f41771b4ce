package io.knowfirst.server.wire;

import io.knowfirst.rules.folder.StandardEvents;
import java.util.Map;

/** Names of properties that other trackers use for those of the Segment specification. */
final class Properties {
  private static final Map<String, String> OF_ORDERS =
      Map.of(
          "orderId", "order_id",
          "transaction_id", "order_id",
          "transactionId", "order_id",
          "order_number", "order_id");
  private static final Map<String, String> OF_SEARCHES =
      Map.of("search_term", "query", "searchTerm", "query", "search_string", "query", "q", "query");

  private Properties() {}

  /**
   * Adds the specification's names beside the others; what is there stays.
   *
   * @param sent the event's name as it came
   */
  static void rename(String event, String sent, Map<String, Object> values) {
    if (EventNames.isOrder(event)) {
      add(OF_ORDERS, values);
      if (!event.equals(sent)) {
        add(Map.of("id", "order_id"), values);
      }
      if (event.equals(StandardEvents.ORDER_COMPLETED)
          && !event.equals(sent)
          && !values.containsKey("total")) {
        add(Map.of("value", "revenue"), values);
      }
    } else if (event.equals("Products Searched")) {
      add(OF_SEARCHES, values);
    }
  }

  private static void add(Map<String, String> names, Map<String, Object> values) {
    names.forEach(
        (other, name) -> {
          var value = values.get(other);
          if (value != null) {
            values.putIfAbsent(name, value);
          }
        });
  }
}
