package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Touches as bytes: what is alike of all lies together, so that a compressor finds it. */
@SuppressWarnings("EnumOrdinal")
final class TouchFormat {
  private static final Touch.Kind[] KINDS = Touch.Kind.values();

  private TouchFormat() {}

  static void write(Activity activity, BytesWriter out) {
    for (int count : activity.counts()) {
      out.number(count);
    }
    var touches = activity.touches();
    out.unsigned(touches.size());
    for (var touch : touches) {
      out.unsigned(Head.of(touch).bits());
    }
    touches.forEach(touch -> out.unsigned(touch.times()));
    long before = 0;
    for (var touch : touches) {
      out.time(touch.at() - before);
      before = touch.at();
    }
    touches.forEach(touch -> out.id(touch.event()));
    for (var touch : touches) {
      var item = touch.item();
      if (item == null || isNamed(touch.kind())) {
        out.text(touch.name());
      }
      if (item != null) {
        OrderFormat.write(item, out);
      }
    }
    for (var touch : touches) {
      if (touch.item() == null) {
        ProfileFormat.writeMap(touch.properties(), out, (text, to) -> to.text(text));
      }
    }
  }

  /** Whether touches of a product have a name besides. */
  static boolean isNamed(Touch.Kind kind) {
    return kind == Touch.Kind.ABOUT || kind == Touch.Kind.RATED;
  }

  static List<Touch> read(BytesReader in) {
    int size = in.index();
    var heads = new Head[size];
    Arrays.setAll(heads, i -> new Head(in.index()));
    var times = new int[size];
    Arrays.setAll(times, i -> in.index());
    var at = new long[size];
    Arrays.setAll(at, i -> (i == 0 ? 0 : at[i - 1]) + in.time());
    var events = new String[size];
    Arrays.setAll(events, i -> in.id());
    var names = new String[size];
    var items = new @Nullable Item[size];
    for (int i = 0; i < size; i++) {
      var head = heads[i];
      names[i] = head.isOfItem() && !isNamed(head.kind()) ? "" : in.shared();
      items[i] = head.isOfItem() ? OrderFormat.readItem(in) : null;
    }
    var touches = new ArrayList<Touch>(size);
    for (int i = 0; i < size; i++) {
      var head = heads[i];
      touches.add(
          new Touch(
              head.kind(),
              at[i],
              events[i],
              names[i],
              items[i],
              times[i],
              head.isConfirmed(),
              head.isOfItem() ? Map.of() : readProperties(in)));
    }
    return touches;
  }

  static Map<String, String> readProperties(BytesReader in) {
    return Shared.of(Map.copyOf(ProfileFormat.readMap(in, BytesReader::shared)));
  }

  static int[] readCounts(BytesReader in) {
    var counts = new int[KINDS.length];
    Arrays.setAll(counts, i -> in.size());
    return counts;
  }

  /** What of a touch is said in few bits. */
  record Head(int bits) {
    static Head of(Touch touch) {
      return new Head(
          touch.kind().ordinal() << 2
              | (touch.confirmed() ? 2 : 0)
              | (touch.item() == null ? 0 : 1));
    }

    Touch.Kind kind() {
      return KINDS[bits >> 2];
    }

    boolean isConfirmed() {
      return (bits & 2) != 0;
    }

    boolean isOfItem() {
      return (bits & 1) != 0;
    }
  }
}
