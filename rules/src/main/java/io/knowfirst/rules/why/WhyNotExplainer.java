package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.RulePlaces;
import io.knowfirst.rules.engine.Way;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.RuleTree;
import io.knowfirst.rules.why.WhyNot.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Asks of a finished run why rules did not fire. */
public final class WhyNotExplainer {
  private static final int DEEPEST = 5;
  private static final String HELD_BACK =
      "did not fire, though facts met its conditions. Maybe it was held back by a failure.";

  private final RulePlaces places;
  private final Map<String, RuleCard> rules;
  private final Map<String, RuleTree> trees;
  private final Set<String> fired;
  private final boolean person;
  private final List<?> facts;

  /**
   * @param rules by name
   * @param trees of all rules
   * @param fired the rules that fired
   * @param facts that the rules ran over, then the segments that they derived
   */
  public WhyNotExplainer(
      RulePlaces places,
      Map<String, RuleCard> rules,
      Collection<RuleTree> trees,
      Set<String> fired,
      Collection<?> facts) {
    this.places = places;
    this.rules = rules;
    this.trees = trees.stream().collect(Collectors.toMap(RuleTree::name, Function.identity()));
    this.fired = fired;
    this.person = facts.stream().anyMatch(Visitor.class::isInstance);
    this.facts = List.copyOf(facts);
  }

  /** Why each of the rules named did not fire, in their order. */
  public Map<String, WhyNot> of(Set<String> names) {
    var answers = new LinkedHashMap<String, WhyNot>();
    for (var name : names) {
      answers.put(name, whyNot(name, new LinkedHashSet<>()));
    }
    return answers;
  }

  private WhyNot whyNot(String name, Set<String> above) {
    var card = rules.get(name);
    if (card == null) {
      var maybe =
          Suggestion.nearest(name, rules.keySet()).map(n -> " Maybe \"" + n + "\" is meant.");
      var text = "is no rule here." + maybe.orElse("");
      return new WhyNot(name, "", 0, Status.UNKNOWN, text, List.of(), List.of());
    }
    if (fired.contains(name)) {
      return of(card, Status.FIRED, "fired.", List.of(), List.of());
    }
    var missing = new LinkedHashSet<String>();
    var matching = new Matching(facts, null);
    var ways = ways(name);
    var unmet =
        ways.stream()
            .map(
                way ->
                    new FirstFailure(new AskedRule(card, way, places), matching, person, missing))
            .map(FirstFailure::find)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (unmet.size() < ways.size() || ways.isEmpty()) {
      return of(card, Status.NOT_MET, HELD_BACK, List.of(), List.of());
    }
    var how = unmet.size() == 1 ? "did not fire." : "did not fire; no alternative of it was met.";
    return of(card, Status.NOT_MET, how, unmet, because(card, missing, above));
  }

  private static WhyNot of(
      RuleCard card, Status status, String text, List<Unmet> unmet, List<WhyNot> because) {
    return new WhyNot(card.name(), card.file(), card.line(), status, text, unmet, because);
  }

  private List<Way> ways(String name) {
    var tree = trees.get(name);
    return tree == null ? List.of() : Way.all(tree);
  }

  /** Which comparisons of all rules the run tried. */
  public List<Tried> tried() {
    var matching = new Matching(facts, null);
    var tried = new ArrayList<Tried>();
    for (var card : rules.values()) {
      for (var way : ways(card.name())) {
        tried.addAll(new Boundaries(new AskedRule(card, way, places), matching).find());
      }
    }
    return tried;
  }

  /** Where a segment was missing: why nothing derived it. */
  private List<WhyNot> because(RuleCard card, Set<String> missing, Set<String> above) {
    if (above.size() >= DEEPEST || !above.add(card.name())) {
      return List.of();
    }
    var because = new ArrayList<WhyNot>();
    for (var segment : missing) {
      rules.values().stream()
          .filter(rule -> rule.segments().contains(segment) && !above.contains(rule.name()))
          .sorted(Comparator.comparingInt(RuleCard::position))
          .forEach(rule -> because.add(whyNot(rule.name(), above)));
    }
    above.remove(card.name());
    return because.stream().distinct().toList();
  }
}
