package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.profile.Order.Change;
import io.knowfirst.server.profile.TouchFormat.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Touches and orders as recorded profiles of format 8 have them: one after the other. */
final class RowFormat {
  private RowFormat() {}

  static List<Touch> touches(BytesReader in) {
    int size = in.size();
    var touches = new ArrayList<Touch>(size);
    long at = 0;
    for (int i = 0; i < size; i++) {
      var head = new Head(in.size());
      int times = in.size();
      at += in.time();
      var event = in.id();
      var kind = head.kind();
      var name = head.isOfItem() && !TouchFormat.isNamed(kind) ? "" : in.shared();
      var item = head.isOfItem() ? OrderFormat.readFresh(in) : null;
      var properties = head.isOfItem() ? Map.<String, String>of() : TouchFormat.readProperties(in);
      touches.add(new Touch(kind, at, event, name, item, times, head.isConfirmed(), properties));
    }
    return touches;
  }

  static Orders orders(byte[] bytes) {
    var in = new BytesReader(bytes);
    int dropped = in.size();
    int size = in.size();
    var orders = new HashMap<String, Order>();
    for (int i = 0; i < size; i++) {
      var id = in.text();
      var placed = in.size() == 1 ? change(in) : null;
      int changes = in.size();
      var later = new ArrayList<Change>(changes);
      for (int left = changes; left > 0; left--) {
        later.add(change(in));
      }
      orders.put(id, new Order(placed, later));
    }
    return new Orders(orders, dropped);
  }

  private static Change change(BytesReader in) {
    var name = in.shared();
    long at = in.number();
    var event = in.text();
    int size = in.size();
    var items = new ArrayList<Item>(size);
    for (int left = size; left > 0; left--) {
      items.add(OrderFormat.readFresh(in));
    }
    return new Change(name, at, event, items, in.amount(), in.number() == 1);
  }
}
