package io.knowfirst.server.quality;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What may be counted of the data that comes in. Most ask to be looked at. */
public enum Kind {
  /** Events whose name is understood, by name. */
  EVENT(""),
  /** Events under another tracker's name, as {@code purchase -> Order Completed}. */
  SYNONYM(""),
  /** Track events whose name nothing reads: no fact of its own, no rule, no metric. */
  UNKNOWN_EVENT("Maybe another name is meant, or a rule or metric is still to be written."),
  /** Events that were refused, by what was wrong. */
  REFUSED_EVENT("Maybe the sending code needs a look; the answer to the request names each."),
  /** Records of feeds that were refused, by feed and what was wrong. */
  REFUSED_RECORD("Maybe the system that sends the feed needs a look; the answer names each line."),
  /** Values left out of an event or a context that was kept, by place. */
  IGNORED_FIELD("Maybe send text, a number, true, false or a list of text."),
  /** Values of an event or a context that were cut or converted, by place. */
  CHANGED_VALUE("Maybe nothing needs to be done; the value was shortened or converted."),
  /** Amounts that are no readable number, by event and property. */
  UNREAD_AMOUNT("Maybe send a number such as 59.90; no metric counts this amount."),
  /** Events that a metric counts, without the property that it adds up, by both. */
  MISSING_AMOUNT(
      "Maybe the property has another name there; the event counts, its amount does not."),
  /** Amounts left out for their currency, by currency. */
  OTHER_CURRENCY("Maybe convert to the shop's currency before sending."),
  /** Categories that neither the catalogue nor a rule has. */
  UNKNOWN_CATEGORY("Maybe the catalogue spells it otherwise, or is not loaded yet."),
  /** Products without a category that the catalogue does not give one either, by id. */
  UNCATEGORIZED_PRODUCT(
      "Maybe the catalogue is not loaded yet; without a category no rule sees the product viewed, in the cart or bought."),
  /** Purposes of consent that nothing asks for. */
  UNKNOWN_PURPOSE("Maybe the purpose is spelt otherwise in the rules."),
  /** Placements asked for that cannot be decided, by name. */
  UNKNOWN_PLACEMENT(
      "Maybe the page is older or newer than the live rules, or asks for a placement of another channel, or twice."),
  /** Ids that stand for nobody, such as undefined. */
  PLACEHOLDER_ID("Maybe the page sends before the visitor is known."),
  /** Ids that a public key named without proof, by place. */
  UNPROVEN_ID("Maybe send with a secret key from a server, or on the page's own host."),
  /** Events of a clock that ran wrong, put right by sentAt. */
  CORRECTED_CLOCK(""),
  /** Events dated later than they were received, taken as of now. */
  FUTURE_EVENT("Maybe send sentAt, so that a wrong clock is corrected."),
  /** Events older than decisions look back for a public key. */
  OLD_EVENT("Maybe send old events with a secret key."),
  /** Properties of events, by both: what the vocabulary has, not what to look at. */
  PROPERTY(""),
  /** Traits, likewise. */
  TRAIT(""),
  /** Cities where visitors were, likewise. */
  CITY(""),
  /** Orders that were sent again and counted once. */
  REPEATED_ORDER("Maybe the thank-you page sends the order at each reload."),
  /** Refunds and cancellations of an order that is not known. */
  UNKNOWN_ORDER("Maybe the refund names another order_id than the order.");

  private final String advice;

  Kind(String advice) {
    this.advice = advice;
  }

  /** Whether it asks to be looked at. */
  public boolean isFinding() {
    return switch (this) {
      case EVENT, SYNONYM, PROPERTY, TRAIT, CITY -> false;
      default -> true;
    };
  }

  /** Whether it is an event whose name is understood. */
  public boolean isUnderstood() {
    return this == EVENT || this == SYNONYM;
  }

  /** As JSON and metrics write it: {@code unread-amount}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Kind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** A sentence that begins with Maybe; empty where nothing needs to be done. */
  public String advice() {
    return advice;
  }
}
