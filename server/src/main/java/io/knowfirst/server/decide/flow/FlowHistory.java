package io.knowfirst.server.decide.flow;

import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.decide.flow.FlowPosition.Told;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a visitor's way through one campaign, whatever the order it came in. Of two
 * devices that turn out to be one person's, the entry that began first counts; one that began while
 * it went on does not.
 *
 * @param open where the visitor is; null for one who is not inside
 * @param begun when each step of the open entry began that showed or sent something
 * @param left when they left last; null for never
 * @param entries the highest number of an entry
 * @param ever whether they ever entered
 */
record FlowHistory(
    @Nullable FlowPosition open,
    Map<String, Instant> begun,
    @Nullable Instant left,
    int entries,
    boolean ever) {
  private static final FlowHistory NONE = new FlowHistory(null, Map.of(), null, 0, false);

  /** One stored move. */
  private record Stored(FlowPosition at, String kind) {}

  static FlowHistory of(String campaign, History history) {
    var touches =
        history.all(Touch.Kind.STEPPED).stream()
            .filter(touch -> touch.name().equals(campaign))
            .toList();
    if (touches.isEmpty()) {
      return NONE;
    }
    var entries = new LinkedHashMap<String, List<Stored>>();
    Instant forgotten = null; // what is counted together says nothing but that it was
    for (var touch : touches) {
      if (!touch.properties().containsKey(FlowMove.NUMBER)) {
        forgotten = forgotten == null ? Instant.ofEpochMilli(touch.at()) : forgotten;
        continue;
      }
      var stored = stored(campaign, touch);
      var entry = stored.at().entry();
      entries
          .computeIfAbsent(entry.number() + "/" + entry.visitor(), e -> new ArrayList<>())
          .add(stored);
    }
    return of(entries.values(), forgotten);
  }

  private static FlowHistory of(Iterable<List<Stored>> entries, @Nullable Instant forgotten) {
    var all = new ArrayList<List<Stored>>();
    int highest = 0;
    for (var entry : entries) {
      entry.sort(Comparator.comparingInt(one -> one.at().number()));
      all.add(entry);
      highest = Math.max(highest, entry.get(0).at().entry().number());
    }
    all.sort(
        Comparator.comparing((List<Stored> entry) -> entry.get(0).at().entry().began())
            .thenComparing(entry -> entry.get(0).at().entry().visitor())
            .thenComparing(entry -> entry.get(0).at().entry().number()));
    List<Stored> counted = null;
    for (var entry : all) {
      if (counted == null || isOver(counted, entry.get(0).at().entry().began())) {
        counted = entry;
      }
    }
    if (counted == null) {
      return new FlowHistory(null, Map.of(), forgotten, highest, true);
    }
    var last = counted.get(counted.size() - 1);
    if (isLeft(last)) {
      return new FlowHistory(null, Map.of(), last.at().at(), highest, true);
    }
    var begun = new HashMap<String, Instant>();
    for (var one : counted) {
      if (!one.at().told().step().isEmpty()) {
        begun.put(one.at().told().step(), one.at().told().since());
      }
    }
    return new FlowHistory(last.at(), begun, null, highest, true);
  }

  private static boolean isOver(List<Stored> entry, Instant then) {
    var last = entry.get(entry.size() - 1);
    return isLeft(last) && !last.at().at().isAfter(then);
  }

  private static boolean isLeft(Stored move) {
    return move.kind().equals(FlowMove.Kind.LEFT.word());
  }

  private static Stored stored(String campaign, Touch touch) {
    var said = touch.properties();
    var entry =
        new FlowEntry(
            campaign,
            said.getOrDefault(FlowMove.VISITOR, ""),
            Integer.parseInt(said.getOrDefault(FlowMove.ENTRY, "1")),
            time(said, FlowMove.BEGAN));
    return new Stored(
        new FlowPosition(
            entry,
            Integer.parseInt(said.getOrDefault(FlowMove.NUMBER, "0")),
            said.getOrDefault(FlowMove.STEP, ""),
            Instant.ofEpochMilli(touch.at()),
            new Told(said.getOrDefault(FlowMove.TOLD, ""), time(said, FlowMove.SINCE)),
            FlowMove.next(said.getOrDefault(FlowMove.NEXT, ""))),
        said.getOrDefault(FlowMove.KIND, ""));
  }

  private static Instant time(Map<String, String> said, String name) {
    return Instant.ofEpochMilli(Long.parseLong(said.getOrDefault(name, "0")));
  }
}
