package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
      if (card.readsSegments() && card.readsAnyOf(segments(readers.following(List.of(card))))) {
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

  private static Set<String> segments(Set<RuleCard> rules) {
    return rules.stream().flatMap(rule -> rule.segments().stream()).collect(Collectors.toSet());
  }
}
