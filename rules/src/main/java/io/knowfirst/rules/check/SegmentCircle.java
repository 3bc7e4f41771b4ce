package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Deadline;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** KF113: segments that derive each other in a circle, so that their rules would never end. */
final class SegmentCircle implements Lint {
  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    var rules =
        files.stream()
            .flatMap(file -> file.rules().stream())
            .filter(ParsedRule::derivesSegments)
            .toList();
    var cards = rules.stream().map(rule -> rule.about()).toList();
    var readers = new SegmentReaders(cards);
    for (int i = 0; i < rules.size(); i++) {
      var rule = rules.get(i);
      var card = cards.get(i);
      if (card.readsSegments() && card.readsAnyOf(reachable(card.segments(), readers))) {
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
