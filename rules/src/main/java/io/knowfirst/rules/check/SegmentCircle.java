package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** KF113: segments that derive each other in a circle, so that their rules would never end. */
final class SegmentCircle implements Lint {
  private static final int MOST = 100;

  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    var rules =
        files.stream()
            .flatMap(file -> file.rules().stream())
            .filter(ParsedRule::derivesSegments)
            .toList();
    var cards = rules.stream().map(rule -> rule.about()).toList();
    var readers = new SegmentReaders(cards);
    var behind = behindCircles(cards, readers);
    int most = findings.size() + MOST;
    for (int i = 0; i < rules.size() && findings.size() < most; i++) {
      var rule = rules.get(i);
      var card = cards.get(i);
      if (behind.contains(card) && card.readsAnyOf(segments(readers.following(List.of(card))))) {
        findings.add(
            rule.error(
                rule.at(),
                "KF113",
                "Rule \"%s\" reads a segment that follows from its own: %s.",
                rule.name(),
                String.join(", ", card.segments())));
      }
    }
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

  private static Set<String> segments(Set<RuleCard> rules) {
    return rules.stream().flatMap(rule -> rule.segments().stream()).collect(Collectors.toSet());
  }
}
