package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Touches as bytes. */
@SuppressWarnings("EnumOrdinal")
final class TouchFormat {
  private static final Touch.Kind[] KINDS = Touch.Kind.values();

  private TouchFormat() {}

  static void write(Activity activity, Bytes.Writer out) {
    for (int count : activity.counts()) {
      out.number(count);
    }
    var touches = activity.touches();
    out.number(touches.size());
    long before = 0;
    for (var touch : touches) {
      var item = touch.item();
      out.number(
          touch.kind().ordinal() << 2 | (touch.confirmed() ? 2 : 0) | (item == null ? 0 : 1));
      out.number(touch.times());
      out.time(touch.at() - before);
      before = touch.at();
      out.id(touch.event());
      if (item == null || isNamed(touch.kind())) {
        out.text(touch.name());
      }
      if (item != null) {
        OrderFormat.write(item, out);
      } else {
        ProfileFormat.writeMap(touch.properties(), out, (text, to) -> to.text(text));
      }
    }
  }

  /** Whether touches of a product have a name besides. */
  private static boolean isNamed(Touch.Kind kind) {
    return kind == Touch.Kind.ABOUT || kind == Touch.Kind.RATED;
  }

  static List<Touch> read(Bytes.Reader in, int version) {
    int size = in.size();
    var touches = new ArrayList<Touch>(size);
    long at = 0;
    for (int i = 0; i < size; i++) {
      int head = in.size();
      int times = in.size();
      at += in.time();
      var event = in.id();
      boolean product = (head & 1) == 1;
      var kind = KINDS[head >> 2];
      var name = product && !isNamed(kind) ? "" : in.shared();
      var item = product ? OrderFormat.readItem(in) : null;
      var properties =
          product || version <= ProfileFormat.WITHOUT_PROPERTIES
              ? Map.<String, String>of()
              : Shared.of(Map.copyOf(ProfileFormat.readMap(in, Bytes.Reader::shared)));
      touches.add(new Touch(kind, at, event, name, item, times, (head & 2) == 2, properties));
    }
    return touches;
  }

  static int[] readCounts(Bytes.Reader in, int version) {
    var counts = new int[KINDS.length];
    int written =
        version == ProfileFormat.WITHOUT_ABOUT
            ? Touch.Kind.ABOUT.ordinal()
            : version <= ProfileFormat.WITHOUT_CONTACTS
                ? Touch.Kind.CONTACTED.ordinal()
                : version <= ProfileFormat.WITHOUT_DEVICES
                    ? Touch.Kind.RATED.ordinal()
                    : KINDS.length;
    for (int i = 0; i < written; i++) {
      counts[i] = in.size();
    }
    return counts;
  }
}
