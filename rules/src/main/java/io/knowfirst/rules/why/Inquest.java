package io.knowfirst.rules.why;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.RuleText;
import io.knowfirst.rules.check.RuleTexts;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.why.WhyNot.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.base.base.ValueResolver;
import org.drools.core.common.DefaultFactHandle;
import org.drools.core.reteoo.RuleTerminalNode;
import org.drools.kiesession.rulebase.InternalKnowledgeBase;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/** Asks of a finished run, before its session is let go, why rules did not fire. */
public final class Inquest {
  private static final int DEEPEST = 5;

  private final RuleTexts texts;
  private final Map<String, RuleCard> rules;
  private final Map<String, List<RuleTerminalNode>> ends;
  private final Set<String> fired;
  private final boolean person;
  private final List<FactHandle> facts;
  private final ValueResolver resolver;

  /**
   * @param rules by name
   * @param session that ran
   * @param fired the rules that fired in it
   * @param facts that it ran over, then the segments that it derived
   */
  public Inquest(
      RuleTexts texts,
      Map<String, RuleCard> rules,
      InternalKnowledgeBase base,
      KieSession session,
      Set<String> fired,
      Collection<?> facts) {
    this.texts = texts;
    this.rules = rules;
    this.ends =
        base.getReteooBuilder().getTerminalNodes().values().stream()
            .flatMap(Arrays::stream)
            .filter(RuleTerminalNode.class::isInstance)
            .map(RuleTerminalNode.class::cast)
            .sorted(Comparator.comparingInt(RuleTerminalNode::getSubruleIndex))
            .collect(Collectors.groupingBy(node -> node.getRule().getName()));
    this.fired = fired;
    this.person = facts.stream().anyMatch(Visitor.class::isInstance);
    this.resolver = (ValueResolver) session;
    this.facts = handles(facts);
  }

  /** The engine lets go of facts that no condition fits, so they are handed to it anew. */
  private static List<FactHandle> handles(Collection<?> facts) {
    var handles = new ArrayList<FactHandle>(facts.size());
    for (var fact : facts) {
      handles.add(new DefaultFactHandle(handles.size(), fact));
    }
    return List.copyOf(handles);
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
    var text = texts.of(card);
    var branches = text.map(this::branches).orElse(List.of());
    var matching = new Matching(facts, resolver, null);
    var unmet =
        branches.stream()
            .map(branch -> new Stop(branch, matching, card.file(), card.line(), person).find())
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    if (unmet.size() < branches.size() || branches.isEmpty()) {
      return of(card, Status.NOT_MET, sum(branches), List.of(), List.of());
    }
    var how = unmet.size() == 1 ? "did not fire." : "did not fire; no alternative of it was met.";
    return of(card, Status.NOT_MET, how, unmet, because(card, unmet, above));
  }

  private static String sum(List<Branch> branches) {
    return branches.stream().anyMatch(Branch::opaque)
        ? "did not fire: facts met its conditions, but not what it sums or counts."
        : "did not fire, though facts met its conditions. Maybe it was held back by a failure.";
  }

  private static WhyNot of(
      RuleCard card, Status status, String text, List<Unmet> unmet, List<WhyNot> because) {
    return new WhyNot(card.name(), card.file(), card.line(), status, text, unmet, because);
  }

  private List<Branch> branches(RuleText text) {
    return ends.getOrDefault(text.rule(), List.of()).stream()
        .map(node -> new Branch(node.getSubRule(), text))
        .toList();
  }

  /** Which comparisons of all rules the run tried. */
  public List<Tried> tried() {
    var matching = new Matching(facts, resolver, null);
    var tried = new ArrayList<Tried>();
    for (var card : rules.values()) {
      texts
          .of(card)
          .ifPresent(
              text ->
                  branches(text).stream()
                      .filter(branch -> !branch.opaque())
                      .forEach(
                          branch -> tried.addAll(new Boundaries(text, branch, matching).find())));
    }
    return tried;
  }

  /** Where a segment was missing: why nothing derived it. */
  private List<WhyNot> because(RuleCard card, List<Unmet> unmet, Set<String> above) {
    if (above.size() >= DEEPEST || !above.add(card.name())) {
      return List.of();
    }
    var because = new ArrayList<WhyNot>();
    for (var segment : missing(unmet)) {
      rules.values().stream()
          .filter(rule -> rule.segments().contains(segment) && !above.contains(rule.name()))
          .sorted(Comparator.comparingInt(RuleCard::position))
          .forEach(rule -> because.add(whyNot(rule.name(), above)));
    }
    above.remove(card.name());
    return because.stream().distinct().toList();
  }

  private static Set<String> missing(List<Unmet> unmet) {
    var segments = new LinkedHashSet<String>();
    var member = Member.class.getSimpleName() + "(";
    for (var one : unmet) {
      if (one.constraint() != null && one.condition().contains(member) && one.nearest() == null) {
        segments.addAll(RuleText.literals(one.constraint()));
      }
    }
    return segments;
  }
}
