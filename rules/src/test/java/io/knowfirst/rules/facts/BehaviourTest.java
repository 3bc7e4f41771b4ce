package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class BehaviourTest {
  private static final long NOW = Instant.parse("2026-06-10T12:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long VISIT = NOW - 30 * MINUTE;
  private static final ShopClock CLOCK = ShopClock.at(NOW, ZoneOffset.UTC);
  private static final Item SHOE = new Item("p1", "shoes", "b", "42", "red", 80, 1);
  private static final History HISTORY =
      History.of(
          List.of(
              new Touch(Touch.Kind.EMAIL_OPENED, NOW - 91 * 1440 * MINUTE, "e0", "mail", null),
              new Touch(Touch.Kind.EMAIL_CLICKED, NOW - 90 * 1440 * MINUTE, "e1", "mail", null),
              new Touch(Touch.Kind.VIEWED, NOW - 1440 * MINUTE, "e2", "", SHOE),
              new Touch(Touch.Kind.VIEWED, NOW - 20 * MINUTE, "e3", "", SHOE),
              new Touch(Touch.Kind.CART_ADDED, NOW - 19 * MINUTE, "e4", "", SHOE.withQuantity(2)),
              new Touch(Touch.Kind.SEARCHED, NOW - 10 * MINUTE, "e5", "boots", null),
              new Touch(Touch.Kind.DID, NOW - 5 * MINUTE, "e6", "Tee Time Booked", null)));

  @Test
  void each_thing_that_was_done_makes_its_fact() {
    var facts = facts(Keys.ALL);
    assertThat(facts)
        .extracting(fact -> fact.getClass().getSimpleName())
        .containsExactly("Viewed", "ViewedProduct", "InCart", "Searched", "Did", "Email", "Visit");
    assertThat(facts.get(1).values())
        .containsEntry("product", "p1")
        .containsEntry("times", 2)
        .containsEntry("timesThisVisit", 1)
        .containsEntry("daysAgo", 0);
    assertThat(facts.get(2).values()).containsEntry("pieces", 2).containsEntry("hoursAgo", 0);
    assertThat(facts.get(3).values()).containsEntry("thisVisit", true);
    assertThat(facts.get(5).values())
        .containsEntry("opens", 0)
        .containsEntry("clicks", 1)
        .containsEntry("daysSinceClick", 90);
    assertThat(facts.get(6).values())
        .containsEntry("minutes", 30)
        .containsEntry("products", 1)
        .containsEntry("searches", 1)
        .containsEntry("favourite", "p1")
        .containsEntry("cartAdditions", 1)
        .containsEntry("cartPieces", 2);
  }

  @Test
  void what_no_rule_asks_about_is_not_made() {
    assertThat(facts((type, key) -> false)).isEmpty();
    assertThat(facts((type, key) -> type == Searched.class && key.equals("boots")))
        .extracting(Fact::values)
        .containsExactly(
            KnownValues.of("term", "boots", "times", 1, "daysAgo", 0, "thisVisit", true));
  }

  private static List<Fact> facts(Keys keys) {
    var visitor = new Visitor("v", true, new long[] {VISIT}, 1, VISIT, HISTORY, CLOCK);
    return Behaviour.facts(HISTORY, visitor, VISIT, CLOCK, keys);
  }
}
