package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.FoldTest.fold;
import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Bought;
import io.knowfirst.rules.facts.InCart;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.server.model.Event;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What orders, their changes and the cart come to, in whatever order their events come. */
class OrderTest {
  private static final Item JEANS = item("jeans", "32", 60, 2);
  private static final Item BELT = item("belt", null, 20, 1);

  @Test
  void an_order_counts_once_however_often_its_page_is_loaded() {
    assertThat(
            facts(
                order("1", 0, "Order Completed", Map.of(), JEANS, BELT),
                order("2", 5, "Order Completed", Map.of(), JEANS, BELT),
                order("3", 900, "Order Completed", Map.of(), JEANS, BELT)))
        .containsExactly("belt 1 x 20.0", "jeans 2 x 60.0", "orders 1", "spent 140.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "undefined", "NULL", "0", "NaN"})
  void orders_without_an_id_each_count(String id) {
    assertThat(
            facts(
                order("1", 0, "Order Completed", Map.of("order_id", id), BELT),
                order("2", 5, "Order Completed", Map.of("order_id", id), BELT)))
        .containsExactly("belt 1 x 20.0", "belt 1 x 20.0", "orders 2", "spent 40.0");
  }

  @Test
  void an_id_is_the_same_as_a_number_and_as_text() {
    assertThat(
            facts(
                order("1", 0, "Order Completed", Map.of("order_id", 1298L), BELT),
                order("2", 1, "Order Completed", Map.of("order_id", 1298.0), BELT),
                order("3", 2, "Order Completed", Map.of("order_id", " 1298 "), BELT)))
        .containsExactly("belt 1 x 20.0", "orders 1", "spent 20.0");
  }

  @Test
  void an_update_replaces_what_the_order_holds_and_not_when_it_was_placed() {
    var placed = order("1", 0, "Order Completed", Map.of(), JEANS, BELT);
    var updated = order("2", 600, "Order Updated", Map.of(), item("jeans", "34", 60, 1));
    assertThat(facts(placed, updated)).containsExactly("jeans 1 x 60.0", "orders 1", "spent 60.0");
    assertThat(fold(placed, updated).history().touches())
        .allMatch(t -> t.item() == null || t.at() == NOON.toEpochMilli());
    assertThat(facts(updated)).containsExactly("orders 0", "spent 0.0");
    assertThat(facts(placed, order("3", 1, "Order Updated", Map.of("status", "packed"))))
        .containsExactly("belt 1 x 20.0", "jeans 2 x 60.0", "orders 1", "spent 140.0");
  }

  @Test
  void a_refund_takes_back_what_it_names_or_all() {
    var placed = order("1", 0, "Order Completed", Map.of("total", 145), JEANS, BELT);
    var none = List.of("orders 0", "spent 0.0");
    assertThat(facts(placed, order("2", 9, "Order Refunded", Map.of()))).isEqualTo(none);
    assertThat(facts(placed, order("2", 9, "Order Cancelled", Map.of()))).isEqualTo(none);
    assertThat(facts(placed, order("2", 9, "Order Refunded", Map.of("total", 145))))
        .isEqualTo(none);
    assertThat(facts(placed, order("2", 9, "Order Cancelled", Map.of("total", 145), JEANS, BELT)))
        .isEqualTo(none);
    var one = order("2", 9, "Order Refunded", Map.of(), item("jeans", null, 60, 1));
    assertThat(facts(placed, one))
        .containsExactly("belt 1 x 20.0", "jeans 1 x 60.0", "orders 1", "spent 80.0");
    var two = order("3", 10, "Order Refunded", Map.of(), item("jeans", "32", 60, 1));
    assertThat(facts(placed, one, two)).containsExactly("belt 1 x 20.0", "orders 1", "spent 20.0");
    // More than was bought takes back no more than that.
    var three = order("4", 11, "Order Refunded", Map.of(), item("jeans", "32", 60, 9));
    assertThat(facts(placed, one, two, three))
        .containsExactly("belt 1 x 20.0", "orders 1", "spent 20.0");
    var other = order("5", 12, "Order Refunded", Map.of(), item("jeans", "34", 60, 1));
    assertThat(facts(placed, other)).contains("jeans 2 x 60.0");
  }

  @Test
  void money_that_is_paid_back_without_products_lowers_what_was_paid() {
    var placed = order("1", 0, "Order Completed", Map.of(), JEANS, BELT);
    assertThat(facts(placed, order("2", 9, "Order Refunded", Map.of("total", -35))))
        .containsExactly("belt 1 x 15.0", "jeans 2 x 45.0", "orders 1", "spent 105.0");
    var twice = order("3", 9, "Order Refunded", Map.of("revenue", 105));
    assertThat(facts(placed, order("2", 9, "Order Refunded", Map.of("total", 35)), twice))
        .containsExactly("orders 0", "spent 0.0");
  }

  @Test
  void a_refund_of_another_order_changes_nothing() {
    assertThat(
            facts(
                order("1", 0, "Order Completed", Map.of(), BELT),
                order("2", 1, "Order Refunded", Map.of("order_id", "other")),
                track("v", "3", 2, "Order Refunded", List.of(), Map.of())))
        .containsExactly("belt 1 x 20.0", "orders 1", "spent 20.0");
  }

  @Test
  void at_an_earlier_clock_a_later_refund_has_not_happened() {
    var profile =
        fold(
            order("1", 0, "Order Completed", Map.of(), BELT),
            order("2", 60, "Order Refunded", Map.of()));
    long placed = NOON.toEpochMilli();
    assertThat(profile.history(placed - 1).touches()).isEmpty();
    assertThat(facts(profile, placed + 59 * 60_000))
        .containsExactly("belt 1 x 20.0", "orders 1", "spent 20.0");
    assertThat(facts(profile, placed + 60 * 60_000)).containsExactly("orders 0", "spent 0.0");
  }

  @Test
  void an_order_empties_the_cart_once_even_if_it_is_given_back() {
    var added = track("v", "a", 0, "Product Added", List.of(JEANS), Map.of());
    var placed = order("b", 1, "Order Completed", Map.of(), JEANS);
    var refund = order("c", 2, "Order Refunded", Map.of());
    assertThat(facts(added, placed, refund)).containsExactly("orders 0", "spent 0.0");
    // What is put in again stays when the page of the order is loaded again.
    var again = track("v", "d", 3, "Product Added", List.of(JEANS), Map.of());
    var reload = order("e", 4, "Order Completed", Map.of(), JEANS);
    assertThat(facts(added, placed, again, reload))
        .containsExactly("cart 2", "jeans 2 x 60.0", "orders 1", "spent 120.0");
    // Of an order without products all is taken to have been bought.
    assertThat(facts(added, order("b", 1, "Order Completed", Map.of("total", 120))))
        .containsExactly("orders 0", "spent 0.0");
  }

  @Test
  void the_oldest_orders_are_dropped_last_and_said_to_be() {
    var events = new ArrayList<Stored>();
    for (int i = 0; i < 1_200; i++) {
      events.add(
          new Stored(
              i + 1, order("e" + i, i, "Order Completed", Map.of("order_id", "o" + i), BELT)));
    }
    var whole = new Fold(Profile.empty("v")).addAll(events).profile();
    assertThat(whole.dropped()).isEqualTo(200);
    // What concerns one of them can only be told from all events.
    var reload = order("x", 5_000, "Order Completed", Map.of("order_id", "o3"), BELT);
    assertThat(whole.with(List.of(new Stored(9_999, reload)))).isNull();
    var known = order("y", 5_000, "Order Completed", Map.of("order_id", "o1100"), BELT);
    assertThat(whole.with(List.of(new Stored(9_999, known))).orders()).isEqualTo(whole.orders());
  }

  /** The facts that the events come to, which are the same whatever their order. */
  private static List<String> facts(Event... events) {
    long now = NOON.toEpochMilli() + 100_000 * 60_000L;
    var expected = facts(fold(events), now);
    var shuffled = new ArrayList<>(List.of(events));
    for (int round = 0; round < 6; round++) {
      Collections.shuffle(shuffled, new Random(round));
      assertThat(facts(fold(shuffled.toArray(Event[]::new)), now)).isEqualTo(expected);
    }
    return expected;
  }

  private static List<String> facts(Profile profile, long now) {
    var history = profile.history(now);
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor =
        new Visitor("v", true, profile.visitStarts(now), profile.visits(now), 1, history, clock);
    var texts = new ArrayList<String>();
    for (var fact : Behaviour.facts(history, visitor, now, clock, Keys.ALL)) {
      if (fact instanceof InCart cart && cart.category().equals("apparel")) {
        texts.add("cart " + cart.pieces());
      } else if (fact instanceof Bought bought && bought.category().equals("apparel")) {
        assertThat(bought.spent(365)).isEqualTo(visitor.spent(365));
        assertThat(bought.times()).isEqualTo(visitor.purchases());
      }
    }
    history.touches().stream()
        .filter(touch -> touch.kind() == io.knowfirst.rules.facts.Touch.Kind.BOUGHT)
        .map(touch -> touch.item())
        .map(i -> "%s %d x %s".formatted(i.product(), i.quantity(), i.price()))
        .forEach(texts::add);
    texts.add("orders " + visitor.orders(365));
    texts.add("spent " + visitor.spent(365));
    return texts;
  }

  private static Event order(
      String id, int minute, String name, Map<String, Object> more, Item... items) {
    var values = new HashMap<String, Object>(Map.of("order_id", "o-1"));
    values.putAll(more);
    return track("v", id, minute, name, List.of(items), values);
  }

  private static Item item(String product, String size, double price, int quantity) {
    return new Item(product, "apparel", null, size, null, price, quantity);
  }
}
