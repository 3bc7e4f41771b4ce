package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.TreeText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A rule's conditions as far as they can be reasoned about. */
final class RuleLogic {
  private final ParsedRule rule;
  private final List<AskedFact> facts = new ArrayList<>();
  private final List<AskedFact> found = new ArrayList<>();
  private final List<AskedFact> absent = new ArrayList<>();
  private final Set<String> others = new HashSet<>();

  RuleLogic(ParsedRule rule) {
    this.rule = rule;
    rule.tree().conditions().forEach(this::take);
  }

  private void take(Condition condition) {
    if (condition instanceof Condition.And) {
      condition.parts().forEach(this::take);
      return;
    }
    boolean not = condition instanceof Condition.Not;
    var within = not || condition instanceof Condition.Exists ? condition.parts() : List.of();
    int before = facts.size();
    collect(condition, false, false);
    if (condition instanceof Condition.Pattern
        || (!within.isEmpty() && within.get(0) instanceof Condition.Pattern)) {
      (not ? absent : found).add(facts.get(before));
    } else {
      others.add(TreeText.of(condition));
    }
  }

  private void collect(Condition condition, boolean not, boolean summed) {
    if (condition instanceof Condition.Pattern pattern) {
      facts.add(AskedFact.of(pattern, not, summed));
    }
    boolean within = not != condition instanceof Condition.Not;
    boolean sum = summed || condition instanceof Condition.Accumulate;
    condition.parts().forEach(part -> collect(part, within, sum));
  }

  ParsedRule rule() {
    return rule;
  }

  /** All facts that it asks about, wherever in its conditions, in reading order. */
  List<AskedFact> facts() {
    return facts;
  }

  /** Facts that there must be. */
  List<AskedFact> found() {
    return found;
  }

  /** Facts that there must not be. */
  List<AskedFact> absent() {
    return absent;
  }

  /** Whether there is nothing in the conditions but facts that there must be, or must not be. */
  boolean isPlain() {
    return others.isEmpty();
  }

  /** What it inserts, the same text for the same conclusion. */
  String conclusion() {
    return rule.conclusions().stream()
        .map(TreeText::of)
        .distinct()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** Whether it fires only when the other fires as well, as far as can be told. */
  boolean within(RuleLogic other) {
    return others.containsAll(other.others)
        && other.found.stream().allMatch(wide -> found.stream().anyMatch(one -> one.within(wide)))
        && other.absent.stream()
            .allMatch(narrow -> absent.stream().anyMatch(wide -> narrow.within(wide)));
  }

  /** Whether no facts at all can satisfy both rules' conditions at once, as far as can be told. */
  boolean excludes(RuleLogic other) {
    var both = new ArrayList<>(found);
    both.addAll(other.found);
    var neither = new ArrayList<>(absent);
    neither.addAll(other.absent);
    return contradiction(both, neither).isPresent();
  }

  /** The first fact that cannot be there together with those before it. */
  Optional<AskedFact> contradiction() {
    return contradiction(found, absent);
  }

  private static Optional<AskedFact> contradiction(List<AskedFact> found, List<AskedFact> absent) {
    for (int i = 0; i < found.size(); i++) {
      var fact = found.get(i);
      var ways = fact.ways();
      for (var earlier : found.subList(0, i)) {
        if (earlier.isSameFactAs(fact)) {
          ways = Clause.both(ways, earlier.ways());
        }
      }
      if (Clause.areImpossible(ways)) {
        return Optional.of(fact);
      }
    }
    return absent.stream()
        .filter(none -> found.stream().anyMatch(fact -> fact.within(none)))
        .findFirst();
  }
}
