package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.PatternDescr;

/** A rule's conditions as far as they can be reasoned about. */
final class RuleLogic {
  private final ParsedRule rule;
  private final List<PatternLogic> found = new ArrayList<>();
  private final List<PatternLogic> absent = new ArrayList<>();
  private final Set<String> others = new HashSet<>();
  private final String conclusion;

  RuleLogic(ParsedRule rule) {
    this.rule = rule;
    rule.descr().getLhs().getDescrs().forEach(this::take);
    var inserted = new TreeSet<String>();
    rule.derivations().forEach(one -> inserted.add(one.text()));
    this.conclusion = String.join("\n", inserted);
  }

  private void take(BaseDescr element) {
    if (element instanceof PatternDescr pattern) {
      take(pattern, pattern, found);
    } else if (element instanceof AndDescr and) {
      and.getDescrs().forEach(this::take);
    } else if (element instanceof NotDescr || element instanceof ExistsDescr) {
      var inner = ((ConditionalElementDescr) element).getDescrs();
      if (inner.size() == 1 && inner.get(0) instanceof PatternDescr pattern) {
        take(element, pattern, element instanceof NotDescr ? absent : found);
      } else {
        others.add(text(element));
      }
    } else {
      others.add(text(element));
    }
  }

  private void take(BaseDescr element, PatternDescr pattern, List<PatternLogic> into) {
    var type = Vocabulary.type(pattern);
    if (type == null || pattern.getSource() != null) {
      others.add(text(element));
    } else {
      into.add(PatternLogic.of(rule, pattern, type));
    }
  }

  private String text(BaseDescr element) {
    var text = rule.source().text();
    int from = Math.max(0, Math.min(element.getStartCharacter(), text.length()));
    int to = Math.max(from, Math.min(element.getEndCharacter() + 1, text.length()));
    return text.substring(from, to).replaceAll("\\s+", " ");
  }

  ParsedRule rule() {
    return rule;
  }

  /** Facts that there must be. */
  List<PatternLogic> found() {
    return found;
  }

  /** Facts that there must not be. */
  List<PatternLogic> absent() {
    return absent;
  }

  /** Whether there is nothing in the conditions but facts that there must be, or must not be. */
  boolean isPlain() {
    return others.isEmpty();
  }

  /** What it inserts, the same text for the same conclusion. */
  String conclusion() {
    return conclusion;
  }

  /** Whether it fires only when the other fires as well, as far as can be told. */
  boolean within(RuleLogic other) {
    return others.containsAll(other.others)
        && other.found.stream().allMatch(general -> found.stream().anyMatch(general::covers))
        && other.absent.stream()
            .allMatch(narrow -> absent.stream().anyMatch(wide -> narrow.within(wide)));
  }

  /** Why no facts at all can satisfy both rules' conditions at once; empty when they might. */
  boolean excludes(RuleLogic other) {
    var both = new ArrayList<>(found);
    both.addAll(other.found);
    var neither = new ArrayList<>(absent);
    neither.addAll(other.absent);
    return contradiction(both, neither).isPresent();
  }

  /** The first pattern that cannot be satisfied together with those before it. */
  Optional<PatternLogic> contradiction() {
    return contradiction(found, absent);
  }

  private static Optional<PatternLogic> contradiction(
      List<PatternLogic> found, List<PatternLogic> absent) {
    for (int i = 0; i < found.size(); i++) {
      var pattern = found.get(i);
      var ways = pattern.ways();
      for (var earlier : found.subList(0, i)) {
        if (earlier.isSameFactAs(pattern)) {
          ways = Clause.both(ways, earlier.ways());
        }
      }
      if (Clause.areImpossible(ways)) {
        return Optional.of(pattern);
      }
    }
    return absent.stream()
        .filter(none -> found.stream().anyMatch(pattern -> pattern.within(none)))
        .findFirst();
  }
}
