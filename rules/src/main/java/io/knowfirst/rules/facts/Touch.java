package io.knowfirst.rules.facts;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a visitor did, or that was done to reach them, as the profile keeps it.
 *
 * @param at milliseconds since the epoch
 * @param event the id of the event it was folded from; empty where that is not kept
 * @param name what {@link Kind} says: a page type, a search, an event's name, a campaign
 * @param times how often it happened: more than 1 where older touches that are alike were counted
 *     together, and then the others are those of the newest
 * @param confirmed whether the shop's own backend said so; a page can be made to say anything
 * @param properties what else the event said, as texts by name; bounded by whoever keeps it
 */
public record Touch(
    Kind kind,
    long at,
    String event,
    String name,
    @Nullable Item item,
    int times,
    boolean confirmed,
    Map<String, String> properties) {
  public static final String SEARCH = "search";
  public static final String EMAIL = "email";
  public static final String PAGE = "page";

  /** Of what said nothing else. */
  public Touch(
      Kind kind,
      long at,
      String event,
      String name,
      @Nullable Item item,
      int times,
      boolean confirmed) {
    this(kind, at, event, name, item, times, confirmed, Map.of());
  }

  /** What happened once, as the shop's own backend told. */
  public Touch(Kind kind, long at, String event, String name, @Nullable Item item) {
    this(kind, at, event, name, item, 1, true);
  }

  /** What a touch was, and what its name means. Profiles are stored by this order. */
  public enum Kind {
    /** A page was viewed; the name is its type or path. */
    PAGE,
    /** A product was viewed. */
    VIEWED,
    /** A product was put into the cart. */
    CART_ADDED,
    /** A product was taken out of the cart. */
    CART_REMOVED,
    /**
     * A product lies in the cart, with all that the same event names; without an item: nothing
     * does.
     */
    CART_SET,
    /** A product was bought. */
    BOUGHT,
    /** A product of an order that was changed since: all that is left is that it left the cart. */
    ORDERED,
    /** The name is what was searched for, in lower case. */
    SEARCHED,
    /** An e-mail was opened; the name is its campaign. */
    EMAIL_OPENED,
    /** A link in an e-mail was followed; the name is its campaign. */
    EMAIL_CLICKED,
    /** A visit began from somewhere; the name is the source. */
    ARRIVED,
    /** A decision was shown; the name is its campaign. */
    SHOWN,
    /** Any other event; the name is the event's. */
    DID,
    /**
     * A product, or at least a category, that a search, a link in an e-mail or a page was about;
     * the name is {@link #SEARCH}, {@link #EMAIL} or {@link #PAGE}.
     */
    ABOUT,
    /** What a campaign showed was followed; the name is the campaign's id. */
    CLICKED,
    /** The shop wrote or called; the name is the channel, a slash and the campaign, if known. */
    CONTACTED,
    /** The visitor responded to a contact; the name is as that of a contact. */
    RESPONDED,
    /** A product was rated; the name is the number of stars, 0 for a rating that was taken back. */
    RATED,
    /** A campaign of steps went on for the visitor; the name is the campaign's id. */
    STEPPED
  }

  /** The same, without saying of what. */
  public Touch withoutName() {
    return new Touch(kind, at, event, "", item, times, confirmed, properties);
  }

  /** The same, without what else its event said. */
  public Touch withoutProperties() {
    return properties.isEmpty() ? this : new Touch(kind, at, event, name, item, times, confirmed);
  }

  /** The same, without saying of which event, unless a feed told of it. */
  public Touch withoutEvent() {
    return event.isEmpty() || Origin.isOfFeed(event)
        ? this
        : new Touch(kind, at, "", name, item, times, confirmed, properties);
  }

  /** The event that it rests on, or the profile where that is not kept. */
  public Origin origin() {
    return new Origin(event.isEmpty() ? Origin.PROFILE : event, Instant.ofEpochMilli(at));
  }
}
