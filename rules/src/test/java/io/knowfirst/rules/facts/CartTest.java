package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CartTest {
  private final List<Touch> touches = new ArrayList<>();

  @Test
  void what_is_added_adds_and_what_is_removed_takes_its_pieces_out() {
    happened(Touch.Kind.CART_ADDED, item("p-1", null, 2));
    happened(Touch.Kind.CART_ADDED, item("p-1", null, 1));
    assertThat(cart()).containsExactly("p-1 null 3");
    happened(Touch.Kind.CART_REMOVED, item("p-1", null, 1));
    assertThat(cart()).containsExactly("p-1 null 2");
    happened(Touch.Kind.CART_REMOVED, item("p-2", null, 1));
    happened(Touch.Kind.CART_REMOVED, item("p-1", null, 5));
    assertThat(cart()).isEmpty();
    happened(Touch.Kind.CART_ADDED, item("p-1", null, 1));
    assertThat(cart()).containsExactly("p-1 null 1");
  }

  @Test
  void sizes_are_lines_of_their_own() {
    happened(Touch.Kind.CART_ADDED, item("p-1", "32", 2));
    happened(Touch.Kind.CART_ADDED, item("p-1", "34", 2));
    happened(Touch.Kind.CART_REMOVED, item("p-1", "36", 1));
    assertThat(cart()).containsExactly("p-1 32 2", "p-1 34 2");
    happened(Touch.Kind.CART_REMOVED, item("p-1", "32", 1));
    assertThat(cart()).containsExactly("p-1 32 1", "p-1 34 2");
    // Without a size, first what was put in last.
    happened(Touch.Kind.CART_REMOVED, item("p-1", null, 2));
    assertThat(cart()).containsExactly("p-1 32 1");
  }

  @Test
  void an_order_takes_out_the_lines_that_it_names() {
    happened(Touch.Kind.CART_ADDED, item("p-1", "32", 2));
    happened(Touch.Kind.CART_ADDED, item("p-1", "34", 1));
    happened(Touch.Kind.CART_ADDED, item("p-2", null, 1));
    happened(Touch.Kind.BOUGHT, item("p-1", "32", 1));
    assertThat(cart()).containsExactly("p-1 34 1", "p-2 null 1");
    happened(Touch.Kind.ORDERED, item("p-1", null, 1));
    assertThat(cart()).containsExactly("p-2 null 1");
  }

  @Test
  void a_list_of_what_lies_in_the_cart_replaces_what_was_known() {
    happened(Touch.Kind.CART_ADDED, item("p-1", null, 5));
    happened("view", Touch.Kind.CART_SET, item("p-2", null, 1));
    happened("view", Touch.Kind.CART_SET, item("p-3", null, 4));
    assertThat(cart()).containsExactly("p-2 null 1", "p-3 null 4");
    happened(Touch.Kind.CART_ADDED, item("p-2", null, 1));
    assertThat(cart()).containsExactly("p-3 null 4", "p-2 null 2");
    happened(Touch.Kind.CART_SET, null);
    assertThat(cart()).isEmpty();
  }

  private void happened(Touch.Kind kind, @Nullable Item item) {
    happened("e-" + touches.size(), kind, item);
  }

  private void happened(String event, Touch.Kind kind, @Nullable Item item) {
    touches.add(new Touch(kind, touches.size(), event, "", item));
  }

  private List<String> cart() {
    var cart = new Cart();
    touches.forEach(cart::add);
    return cart.lines().stream()
        .map(Touches::item)
        .map(item -> "%s %s %d".formatted(item.product(), item.size(), item.quantity()))
        .toList();
  }

  private static Item item(String product, @Nullable String size, int quantity) {
    return new Item(product, "apparel", null, size, null, 10, quantity);
  }
}
