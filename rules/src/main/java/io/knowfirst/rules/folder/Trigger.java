package io.knowfirst.rules.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * When a rule with {@code @trigger} has its turn.
 *
 * @param name of the event, or of the trait that holds a day; empty for a change of a product
 * @param distance after the event, or before the day
 * @param late how long after its time the rule may still have its turn: later it is left out
 */
public record Trigger(TriggerKind kind, String name, Duration distance, Duration late) {
  /** What is expected of one, for messages. */
  public static final String EXPECTED =
      "\"2h after Product Added\", \"3d before birthday\", \"back in stock\" or \"price drop\", each followed by \", late 12h\" where it may be later or less late than a day";

  private static final Duration DAY = Duration.ofDays(1);
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(.+?)\\s+(after|before)\\s+(.+?)|(back in stock)|(price drop))(?:\\s*,\\s*late\\s+(.+))?");

  /** What it waits for. */
  public enum TriggerKind {
    /** A time after an event, as long as no other of its name comes. */
    EVENT,
    /** So many days before a day of the visitor's own, at nine in the morning. */
    DAY,
    /** A product that they looked at can be had again. */
    RESTOCK,
    /** A product that they looked at became cheaper. */
    PRICE
  }

  /** Empty for what is none. */
  public static Optional<Trigger> of(String text) {
    var matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var late = matcher.group(6) == null ? Optional.of(DAY) : MaxAge.of(matcher.group(6));
    if (late.isEmpty()) {
      return Optional.empty();
    }
    if (matcher.group(1) == null) {
      var kind = matcher.group(4) == null ? TriggerKind.PRICE : TriggerKind.RESTOCK;
      return Optional.of(new Trigger(kind, "", Duration.ZERO, late.get()));
    }
    boolean before = matcher.group(2).equals("before");
    return MaxAge.of(matcher.group(1))
        .filter(distance -> !before || distance.equals(Duration.ofDays(distance.toDays())))
        .map(
            distance ->
                new Trigger(
                    before ? TriggerKind.DAY : TriggerKind.EVENT,
                    matcher.group(3),
                    distance,
                    late.get()));
  }

  /** Whether it is about a product. */
  public boolean isOfProduct() {
    return kind == TriggerKind.RESTOCK || kind == TriggerKind.PRICE;
  }
}
