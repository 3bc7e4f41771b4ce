package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.server.profile.Order.Change;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders as bytes, the oldest first: what is alike of all lies together, as in touches. */
final class OrderFormat {
  private OrderFormat() {}

  static byte[] encoded(Orders orders) {
    var out = new BytesWriter();
    write(orders, out);
    return out.inParts();
  }

  private static void write(Orders orders, BytesWriter out) {
    var oldestFirst = orders.byId().entrySet().stream().sorted(Orders.OLDEST).toList();
    out.unsigned(orders.dropped());
    out.unsigned(oldestFirst.size());
    oldestFirst.forEach(entry -> out.text(entry.getKey()));
    var changes = new ArrayList<Change>();
    for (var entry : oldestFirst) {
      var order = entry.getValue();
      out.unsigned(order.changes().size() << 1 | (order.placed() == null ? 0 : 1));
      if (order.placed() != null) {
        changes.add(order.placed());
      }
      changes.addAll(order.changes());
    }
    changes.forEach(change -> out.text(change.name()));
    long before = 0;
    for (var change : changes) {
      out.time(change.at() - before);
      before = change.at();
    }
    changes.forEach(change -> out.id(change.event()));
    changes.forEach(change -> out.unsigned(change.items().size() << 1 | confirmed(change)));
    changes.forEach(change -> out.amount(change.amount()));
    changes.forEach(change -> change.items().forEach(item -> write(item, out)));
  }

  private static int confirmed(Change change) {
    return change.confirmed() ? 1 : 0;
  }

  static Orders decoded(byte[] encoded) {
    var in = BytesReader.ofParts(encoded);
    int dropped = in.index();
    return new Orders(readOrders(in), dropped);
  }

  /** Without what they come to. */
  static Map<String, Order> byId(byte[] encoded) {
    var in = BytesReader.ofParts(encoded);
    in.index();
    return readOrders(in);
  }

  private static Map<String, Order> readOrders(BytesReader in) {
    var ids = new String[in.index()];
    Arrays.setAll(ids, i -> in.text());
    var heads = new int[ids.length];
    int size = 0;
    for (int i = 0; i < heads.length; i++) {
      heads[i] = in.index();
      size += (heads[i] >> 1) + (heads[i] & 1);
    }
    var changes = readChanges(in, size).iterator();
    var orders = new HashMap<String, Order>();
    for (int i = 0; i < ids.length; i++) {
      var placed = (heads[i] & 1) == 1 ? changes.next() : null;
      var later = new ArrayList<Change>(heads[i] >> 1);
      for (int left = heads[i] >> 1; left > 0; left--) {
        later.add(changes.next());
      }
      orders.put(ids[i], new Order(placed, later));
    }
    return orders;
  }

  private static List<Change> readChanges(BytesReader in, int size) {
    var names = new String[size];
    Arrays.setAll(names, i -> in.shared());
    var at = new long[size];
    Arrays.setAll(at, i -> (i == 0 ? 0 : at[i - 1]) + in.time());
    var events = new String[size];
    Arrays.setAll(events, i -> in.id());
    var heads = new int[size];
    Arrays.setAll(heads, i -> in.index());
    var amounts = new double[size];
    Arrays.setAll(amounts, i -> in.amount());
    var changes = new ArrayList<Change>(size);
    for (int i = 0; i < size; i++) {
      var items = new ArrayList<Item>(heads[i] >> 1);
      for (int left = heads[i] >> 1; left > 0; left--) {
        items.add(readItem(in));
      }
      changes.add(new Change(names[i], at[i], events[i], items, amounts[i], (heads[i] & 1) == 1));
    }
    return changes;
  }

  static void write(Item item, BytesWriter out) {
    if (out.isAgain(item)) {
      return;
    }
    out.text(item.product());
    out.text(item.category());
    out.text(item.brand());
    out.text(item.size());
    out.text(item.colour());
    out.amount(item.price());
    out.number(item.quantity());
  }

  static Item readItem(BytesReader in) {
    return in.item(OrderFormat::readFresh);
  }

  /** One that is written in full. */
  static Item readFresh(BytesReader in) {
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
}
