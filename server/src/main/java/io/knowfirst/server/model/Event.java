package io.knowfirst.server.model;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.folder.VisitorId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
 * @param purposes of a consent event, or of another that says so along the way: granted or not
 * @param source where the visit came from, when the event says so
 * @param sender who sent it
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
    @Nullable Source source,
    Sender sender) {
  /** The value that an event has whose list of products is empty. */
  public static final String PRODUCTS = "products";

  /** The value by which an event about an order names it. */
  public static final String ORDER_ID = "order_id";

  /** The value that the exposure of a decision has that was made ahead. */
  public static final String PREFETCHED = "prefetched";

  /** The value that a response has which named the decision it responds to by its token. */
  public static final String OF_DECISION = "response to decision";

  /** The value that an event about products has whose sender is a bot: nothing is learned of it. */
  public static final String BY_BOT = "sent by a bot";

  /** The value that a page view has whose type of device is known. */
  public static final String DEVICE = "type of device";

  /** The values that a consent has which ends by itself, or says who asked. */
  public static final String CONSENT_UNTIL = "consent until";

  public static final String CONSENT_SOURCE = "consent source";

  /** The source of a consent that the browser gives by {@code Sec-GPC}. */
  public static final String GPC = "gpc";

  /** What the id of an event begins with that a feed of another system told of. */
  public static final String OF_FEED = "feed:";

  private static final String MEASURED_ONLY = "measured only";

  /**
   * The shapes of the Segment spec that are taken, plus consent, exposure (a decision's token comes
   * back), and the server's own: reset (earlier proofs of the visitor are worth nothing) and step
   * (the visitor goes on in a campaign of steps).
   */
  public enum Type {
    PAGE,
    TRACK,
    IDENTIFY,
    CONSENT,
    EXPOSURE,
    RESET,
    STEP
  }

  /** Who sent an event, which says how far its word can be trusted. */
  public enum Sender {
    /** A page, which anybody can make say anything. */
    SITE,
    /** The holder of a secret key: the shop's backend, an import. */
    SERVER,
    /** Stored before senders were kept. */
    UNKNOWN;

    /** As the table has it; null for {@link #UNKNOWN}. */
    public @Nullable String word() {
      return this == UNKNOWN ? null : name().toLowerCase(Locale.ROOT);
    }

    /** The one that {@link #word} writes so. */
    public static Sender of(@Nullable String word) {
      return word == null ? UNKNOWN : valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Where a visit came from, as the page saw it. */
  public record Source(@Nullable String referrer, Map<String, String> utm) {
    public Source {
      utm = Map.copyOf(utm);
    }
  }

  public Event {
    items = List.copyOf(items);
    values = Map.copyOf(isOfOrder(type, name) ? named(values) : values);
    purposes = Map.copyOf(purposes);
  }

  private static boolean isOfOrder(Type type, String name) {
    return type == Type.TRACK && name.startsWith("Order ");
  }

  /** Without an id of the order that is none, by which strangers' orders would be one. */
  private static Map<String, Object> named(Map<String, Object> values) {
    var id = values.get(ORDER_ID);
    boolean named =
        id instanceof Number number
            ? number.doubleValue() != 0
            : id instanceof String text && !VisitorId.isNobody(text);
    if (id == null || named) {
      return values;
    }
    var others = new HashMap<>(values);
    others.remove(ORDER_ID);
    return others;
  }

  /** Sent by the shop's backend, or supposed. */
  public Event(
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
    this(
        id,
        type,
        name,
        visitor,
        anonymous,
        at,
        received,
        items,
        values,
        purposes,
        source,
        Sender.SERVER);
  }

  /** The answers to the question for consent that came with it, and nothing else. */
  public Event consentOnly() {
    return new Event(
        id,
        Type.CONSENT,
        "",
        visitor,
        null,
        at,
        received,
        List.of(),
        terms(),
        purposes,
        null,
        sender);
  }

  /** When the purposes that it grants end by themselves; null for never. */
  public @Nullable Instant consentUntil() {
    return values.get(CONSENT_UNTIL) instanceof String text ? Instant.parse(text) : null;
  }

  /** Who asked for the purposes; null where that was not told. */
  public @Nullable String consentSource() {
    return values.get(CONSENT_SOURCE) instanceof String text ? text : null;
  }

  /** Whether all that it says of purposes is what the browser refuses with each request. */
  public boolean isRefusedByBrowserOnly() {
    return type != Type.CONSENT && GPC.equals(consentSource());
  }

  /** Its values that are about the purposes. */
  private Map<String, Object> terms() {
    var terms = new HashMap<>(values);
    terms.keySet().retainAll(Set.of(CONSENT_UNTIL, CONSENT_SOURCE));
    return terms;
  }

  /** An identify without what was told of the visitor: only that two ids are one. */
  public Event identityOnly() {
    return new Event(
        id, type, name, visitor, anonymous, at, received, List.of(), terms(), purposes, null,
        sender);
  }

  /** That it happened, with amounts alone; it says nothing of what the visitor likes. */
  public Event measuredOnly(Map<String, Object> amounts, List<Item> pieces) {
    var marked = new HashMap<>(amounts);
    marked.putAll(terms());
    marked.put(MEASURED_ONLY, true);
    return new Event(
        id, type, name, visitor, null, at, received, pieces, marked, purposes, null, sender);
  }

  /** Whether it was stored to be measured, without consent to anything else. */
  public boolean isMeasuredOnly() {
    return values.containsKey(MEASURED_ONLY);
  }

  /** Whether a feed of another system told of it, and no page or app that the visitor was on. */
  public boolean isOfFeed() {
    return sender == Sender.SERVER && id.startsWith(OF_FEED);
  }

  /** Makes all earlier proofs of this visitor (or of one device's sign-in) worth nothing. */
  public static Event reset(String id, String visitor, Instant now, Sender sender) {
    return new Event(
        id, Type.RESET, "", visitor, null, now, now, List.of(), Map.of(), Map.of(), null, sender);
  }
}
