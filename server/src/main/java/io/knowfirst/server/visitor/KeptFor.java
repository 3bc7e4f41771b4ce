package io.knowfirst.server.visitor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many days each kind of data of visitors is kept; 0 is without limit.
 *
 * @param behaviour all events but those below
 * @param orders events about orders
 * @param consents answers to the question for consent
 * @param decisions the decision log
 */
public record KeptFor(int behaviour, int orders, int consents, int decisions) {
  private static final int SHORTEST = 30;
  private static final int LONGEST = 36_500;

  /** Before everything that there is. */
  private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  public KeptFor {
    require("keep-days", behaviour);
    require("keep-order-days", orders);
    require("keep-consent-days", consents);
    require("keep-decision-days", decisions);
  }

  private static void require(String option, int days) {
    if (days != 0 && (days < SHORTEST || days > LONGEST)) {
      throw new IllegalArgumentException(
          "%s is %d, expected 30 to 36500, or 0 for no limit. Maybe 365 was meant; deleted events do not come back."
              .formatted(option, days));
    }
  }

  /** The same for all kinds. */
  public static KeptFor all(int days) {
    return new KeptFor(days, days, days, days);
  }

  /** Whether anything is ever deleted by its age. */
  public boolean isLimited() {
    return Stream.of(behaviour, orders, consents, decisions).anyMatch(days -> days > 0);
  }

  /** Before which moment what is kept for so long is old. */
  static Instant before(int days, Instant now) {
    return days == 0 ? EVER : now.minus(Duration.ofDays(days));
  }

  /** Before which moment some events are old. */
  Instant eventsBefore(Instant now) {
    return Collections.max(
        List.of(before(behaviour, now), before(orders, now), before(consents, now)));
  }
}
