package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.profile.Order.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders as bytes. */
final class OrderFormat {
  private OrderFormat() {}

  static void write(Orders orders, Bytes.Writer out) {
    out.number(orders.dropped());
    out.number(orders.byId().size());
    orders
        .byId()
        .forEach(
            (id, order) -> {
              out.text(id);
              out.number(order.placed() == null ? 0 : 1);
              if (order.placed() != null) {
                write(order.placed(), out);
              }
              out.number(order.changes().size());
              order.changes().forEach(change -> write(change, out));
            });
  }

  static Orders read(Bytes.Reader in) {
    int dropped = in.size();
    return new Orders(readOrders(in), dropped);
  }

  /** Without what they come to. */
  static Map<String, Order> readById(Bytes.Reader in) {
    in.size();
    return readOrders(in);
  }

  private static Map<String, Order> readOrders(Bytes.Reader in) {
    int size = in.size();
    var orders = new HashMap<String, Order>();
    for (int i = 0; i < size; i++) {
      var id = in.text();
      var placed = in.size() == 1 ? readChange(in) : null;
      orders.put(id, new Order(placed, readChanges(in)));
    }
    return orders;
  }

  static void write(Item item, Bytes.Writer out) {
    out.text(item.product());
    out.text(item.category());
    out.text(item.brand());
    out.text(item.size());
    out.text(item.colour());
    out.amount(item.price());
    out.number(item.quantity());
  }

  static Item readItem(Bytes.Reader in) {
    return Shared.of(
        new Item(
            in.shared(),
            in.shared(),
            in.maybeShared(),
            in.maybeShared(),
            in.maybeShared(),
            in.amount(),
            in.size()));
  }

  private static void write(Change change, Bytes.Writer out) {
    out.text(change.name());
    out.number(change.at());
    out.text(change.event());
    out.number(change.items().size());
    change.items().forEach(item -> write(item, out));
    out.amount(change.amount());
    out.number(change.confirmed() ? 1 : 0);
  }

  private static List<Change> readChanges(Bytes.Reader in) {
    int size = in.size();
    var changes = new ArrayList<Change>(size);
    for (int i = 0; i < size; i++) {
      changes.add(readChange(in));
    }
    return changes;
  }

  private static Change readChange(Bytes.Reader in) {
    var name = in.shared();
    long at = in.number();
    var event = in.text();
    int size = in.size();
    var items = new ArrayList<Item>(size);
    for (int i = 0; i < size; i++) {
      items.add(readItem(in));
    }
    return new Change(name, at, event, items, in.amount(), in.number() == 1);
  }
}
