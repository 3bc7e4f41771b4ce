package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
}
