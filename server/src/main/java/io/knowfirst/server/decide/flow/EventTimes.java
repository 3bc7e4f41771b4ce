package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Touch;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** When events of a name happened, by what a profile keeps of them. */
public final class EventTimes {
  private static final Map<String, Touch.Kind> KINDS =
      Map.of(
          "Product Viewed", Touch.Kind.VIEWED,
          "Product Added", Touch.Kind.CART_ADDED,
          "Product Removed", Touch.Kind.CART_REMOVED,
          "Order Completed", Touch.Kind.BOUGHT,
          "Products Searched", Touch.Kind.SEARCHED,
          "Email Opened", Touch.Kind.EMAIL_OPENED,
          "Email Link Clicked", Touch.Kind.EMAIL_CLICKED);

  private EventTimes() {}

  /** The last time, in milliseconds since the epoch. */
  public static OptionalLong last(String event, History history) {
    return times(event, history).max();
  }

  /** The first time after another. */
  static OptionalLong firstAfter(String event, History history, long after) {
    return times(event, history).filter(at -> at > after).min();
  }

  private static LongStream times(String event, History history) {
    var kind = KINDS.get(event);
    var of = kind == null ? Stream.<Touch>of() : history.all(kind).stream();
    return Stream.concat(
            of, history.all(Touch.Kind.DID).stream().filter(did -> did.name().equals(event)))
        .mapToLong(Touch::at);
  }
}
