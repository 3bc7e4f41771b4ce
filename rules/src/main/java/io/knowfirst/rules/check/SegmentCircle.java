package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** KF113: segments that derive each other in a circle, so that their rules would never end. */
final class SegmentCircle implements Lint {
  private static final int MOST = 100;

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var rules =
        files.stream()
            .flatMap(file -> file.rules().stream())
            .filter(ParsedRule::derivesSegments)
            .toList();
    var cards = rules.stream().map(rule -> rule.about()).toList();
    var readers = new SegmentReaders(cards);
    var behind = behindCircles(cards, readers);
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < rules.size() && findings.size() < MOST; i++) {
      var rule = rules.get(i);
      var card = cards.get(i);
      if (behind.contains(card) && card.readsAnyOf(reachable(card.segments(), readers))) {
        findings.add(
            rule.error(
                rule.at(),
                "KF113",
                "Rule \"%s\" reads a segment that follows from its own: %s.",
                rule.name(),
                String.join(", ", card.segments())));
      }
    }
    return findings;
  }

  /** The rules in a circle, and those that follow from one; none, mostly. */
  private static Set<RuleCard> behindCircles(List<RuleCard> cards, SegmentReaders readers) {
    var before = new IdentityHashMap<RuleCard, Integer>();
    cards.forEach(card -> before.put(card, 0));
    cards.forEach(card -> follow(card, readers, rule -> before.merge(rule, 1, Integer::sum)));
    var open = new ArrayDeque<>(cards);
    open.removeIf(card -> before.getOrDefault(card, 0) > 0);
    while (!open.isEmpty()) {
      var card = open.remove();
      before.remove(card);
      follow(
          card,
          readers,
          rule -> {
            if (before.merge(rule, -1, Integer::sum) == 0) {
              open.add(rule);
            }
          });
    }
    return before.keySet();
  }

  /** To all rules that read what a rule derives. */
  private static void follow(RuleCard card, SegmentReaders readers, Consumer<RuleCard> visit) {
    for (var segment : card.segments()) {
      Deadline.look();
      readers.of(segment).forEach(visit);
    }
  }

  private static Set<String> reachable(List<String> segments, SegmentReaders readers) {
    var reached = new HashSet<>(segments);
    var open = new ArrayDeque<>(segments);
    while (!open.isEmpty()) {
      Deadline.look();
      for (var rule : readers.of(open.remove())) {
        for (var segment : rule.segments()) {
          if (reached.add(segment)) {
            open.add(segment);
          }
        }
      }
    }
    return reached;
  }
}
