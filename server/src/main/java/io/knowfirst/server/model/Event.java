package io.knowfirst.server.model;

import io.knowfirst.rules.facts.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, checked and ready to be stored. It serializes to JSON and back without
 * loss: a profile is folded from it whenever it is needed again.
 *
 * @param id the messageId, unique for its visitor
 * @param name of a track event ({@code Product Viewed}), the page's type or name of a page event,
 *     else empty
 * @param visitor whom it counts for: the userId, else the anonymousId
 * @param anonymous the anonymousId of an event that has a userId as well; an identify ties the two
 *     together
 * @param at when it happened, never after {@code received}
 * @param items the products it is about
 * @param values traits of an identify, properties of others: text, numbers, truth values or lists
 *     of text
 * @param purposes of a consent event: granted or not
 * @param source where the visit came from, when the event says so
 */
public record Event(
    String id,
    Type type,
    String name,
    String visitor,
    @Nullable String anonymous,
    Instant at,
    Instant received,
    List<Item> items,
    Map<String, Object> values,
    Map<String, Boolean> purposes,
    @Nullable Source source) {
  /** The value that an event has whose list of products is empty. */
  public static final String PRODUCTS = "products";

  /**
   * The shapes of the Segment spec that are taken, plus consent and exposure (a decision's token
   * comes back).
   */
  public enum Type {
    PAGE,
    TRACK,
    IDENTIFY,
    CONSENT,
    EXPOSURE
  }

  /** Where a visit came from, as the page saw it. */
  public record Source(@Nullable String referrer, Map<String, String> utm) {
    public Source {
      utm = Map.copyOf(utm);
    }
  }

  public Event {
    items = List.copyOf(items);
    values = Map.copyOf(values);
    purposes = Map.copyOf(purposes);
  }
}
