package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Audience;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.drools.core.rule.consequence.InternalMatch;
import org.jspecify.annotations.Nullable;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.BeforeMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.event.rule.ObjectDeletedEvent;
import org.kie.api.event.rule.ObjectInsertedEvent;
import org.kie.api.event.rule.ObjectUpdatedEvent;
import org.kie.api.event.rule.RuleRuntimeEventListener;

/** Watches one run of the engine: what each rule derived from what, and which failed. */
final class Run extends DefaultAgendaEventListener implements RuleRuntimeEventListener {
  private final Map<String, RuleCard> rules;
  private final List<Derived> derived = new ArrayList<>();
  private final Map<String, String> thrown = new LinkedHashMap<>();
  private volatile @Nullable InternalMatch current;
  private volatile @Nullable InternalMatch suspect;
  private @Nullable InternalMatch last;

  Run(Map<String, RuleCard> rules) {
    this.rules = rules;
  }

  @Override
  public void beforeMatchFired(BeforeMatchFiredEvent event) {
    if (Thread.currentThread().isInterrupted()) {
      throw new Overrun(List.of());
    }
    current = (InternalMatch) event.getMatch();
  }

  @Override
  public void afterMatchFired(AfterMatchFiredEvent event) {
    last = current;
    current = null;
  }

  /** Notes the rule whose {@code then} runs just now; called from another thread. */
  void late() {
    suspect = current;
  }

  @Override
  public void objectInserted(ObjectInsertedEvent event) {
    var match = current;
    var object = event.getObject();
    if (match == null
        || match.getConsequence() instanceof PlainConclusion
        || !(object instanceof Member || object instanceof Offer || object instanceof Audience)) {
      return;
    }
    var card = rules.get(match.getRule().getName());
    if (card != null) {
      derives(card, object, match);
    }
  }

  /** Notes what a rule derives. */
  void derives(RuleCard card, Object fact, InternalMatch match) {
    var matched = match.getObjectsDeep();
    Collections.reverse(matched);
    derived.add(new Derived(card, fact, matched));
  }

  @Override
  public void objectUpdated(ObjectUpdatedEvent event) {}

  @Override
  public void objectDeleted(ObjectDeletedEvent event) {}

  void threw(String rule, Throwable problem) {
    thrown.putIfAbsent(rule, Guard.sentence(problem));
  }

  List<Derived> derived() {
    return derived;
  }

  /** The rules that threw, with their messages. */
  Map<String, String> thrown() {
    return thrown;
  }

  /** The rules to blame for an overrun, when no join is: the one caught, else the one before. */
  List<String> suspects() {
    var match = suspect == null ? last : suspect;
    return match == null ? List.of() : List.of(match.getRule().getName());
  }

  boolean caught() {
    return suspect != null;
  }

  /** The rule that derived most; empty when none derived anything. */
  String busiest() {
    return derived.stream()
        .map(one -> one.rule().name())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse("");
  }
}
