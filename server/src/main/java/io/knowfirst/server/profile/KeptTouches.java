package io.knowfirst.server.profile;

import io.knowfirst.rules.facts.Touch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The touches of a visitor, with more folded in, as each {@link Budget} keeps them. */
final class KeptTouches {
  private final List<Touch> fresh = new ArrayList<>();
  private List<Touch> touches;
  private int[] counts;

  KeptTouches(Activity before) {
    this.touches = before.touches();
    this.counts = before.counts();
  }

  void add(List<Touch> more) {
    fresh.addAll(more);
  }

  /** How many were added since the last {@link #shorten}. */
  int waiting() {
    return fresh.size();
  }

  /** Keeps of those that wait what is kept in the end anyway. */
  void shorten() {
    touches = all();
    counts = counts();
    fresh.clear();
  }

  List<Touch> all() {
    if (fresh.isEmpty()) {
      return touches;
    }
    var before = byBudget(touches);
    var after = byBudget(fresh);
    var all = new ArrayList<Touch>(touches.size() + fresh.size());
    for (var budget : Budget.values()) {
      var kept = before.getOrDefault(budget, List.of());
      var more = after.get(budget);
      all.addAll(more == null ? kept : budget.keep(kept, ever(budget), more));
    }
    all.sort(Fold.ORDER);
    return all;
  }

  private static Map<Budget, List<Touch>> byBudget(List<Touch> touches) {
    return touches.stream()
        .collect(
            Collectors.groupingBy(
                touch -> Budget.of(touch.kind()),
                () -> new EnumMap<>(Budget.class),
                Collectors.toList()));
  }

  @SuppressWarnings("EnumOrdinal")
  private int ever(Budget budget) {
    int ever = 0;
    for (var kind : Touch.Kind.values()) {
      ever += Budget.of(kind) == budget ? counts[kind.ordinal()] : 0;
    }
    return ever;
  }

  @SuppressWarnings("EnumOrdinal")
  int[] counts() {
    var all = counts.clone();
    fresh.forEach(touch -> all[touch.kind().ordinal()]++);
    return all;
  }
}
