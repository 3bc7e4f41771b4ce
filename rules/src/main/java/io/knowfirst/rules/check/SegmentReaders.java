package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules that read a segment, looked up by it. */
public final class SegmentReaders {
  private final Map<String, List<RuleCard>> bySegment = new HashMap<>();
  private final List<RuleCard> ofAny = new ArrayList<>();

  public SegmentReaders(Collection<RuleCard> rules) {
    for (var rule : rules) {
      var read = rule.reads().get(RuleCard.MEMBER);
      if (read != null && read.isEmpty()) {
        ofAny.add(rule);
      } else if (read != null) {
        read.forEach(id -> bySegment.computeIfAbsent(id, s -> new ArrayList<>(2)).add(rule));
      }
    }
  }

  /** Those that compare with the segment, and those that read segments whatever their name. */
  public List<RuleCard> of(String segment) {
    var named = bySegment.getOrDefault(segment, List.of());
    if (ofAny.isEmpty()) {
      return named;
    }
    var all = new ArrayList<>(named);
    all.addAll(ofAny);
    return all;
  }

  /** The rules given, and all that read a segment which one of these derives. */
  public Set<RuleCard> following(Collection<RuleCard> rules) {
    var reached = Collections.<RuleCard>newSetFromMap(new IdentityHashMap<>());
    reached.addAll(rules);
    var open = new ArrayDeque<>(rules);
    while (!open.isEmpty()) {
      Deadline.look();
      open.remove().segments().stream()
          .flatMap(segment -> of(segment).stream())
          .filter(reached::add)
          .forEach(open::add);
    }
    return reached;
  }
}
