package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.RuleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.runtime.Environment;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;

/** Runs rules over facts, once for each call. Thread-safe. */
public final class RuleEngine {
  /** How often rules may fire in one run: far more than any visitor's facts give reason for. */
  public static final int MOST_FIRINGS = 5_000;

  /** Stands for a failure that cannot be laid at one rule's door. */
  public static final String ANY_RULE = "";

  private static final KieSessionConfiguration SETTINGS =
      KieServices.get().newKieSessionConfiguration();
  private static final Environment ENVIRONMENT = KieServices.get().newEnvironment();

  static {
    SETTINGS.setOption(ThreadSafeOption.NO);
  }

  private final KieBase base;
  private final Map<Class<?>, AlphaIndex> indexes = new HashMap<>();
  private final List<String> names;
  private final List<Variant> variants;
  private final Variant[] always;
  private final Map<Alpha, List<String>> aged = new HashMap<>();
  private volatile Idle idle = new Idle(Set.of(), Set.of());

  /**
   * What a rule derived.
   *
   * @param rule its number, in the order given
   * @param fact a Member, an Offer or an Audience
   * @param matched the facts that it matched, in the order of its conditions
   */
  public record Derived(int rule, Object fact, List<Object> matched) {}

  /**
   * What came of a run.
   *
   * @param thrown rules that threw, with messages
   * @param overran rules that kept it from ending; empty when it ended
   * @param stale by rule, the first fact that it did not see because of its age
   */
  public record RunResult(
      List<Derived> derived,
      Map<String, String> thrown,
      List<String> overran,
      Map<String, Stale> stale) {}

  /** A fact that satisfied a condition, and was older than its rule allows. */
  public record Stale(Fact fact, Duration maxAge) {}

  /**
   * @param plan used by no other engine
   */
  public RuleEngine(RulePlan plan) {
    var rules = plan.rules();
    var levels = new Levels(rules);
    var variants = new ArrayList<Variant>();
    for (int i = 0; i < rules.size(); i++) {
      for (var way : plan.planned(i)) {
        variants.add(way.variant(i, levels.of(i)));
      }
    }
    this.variants = variants;
    this.names = rules.stream().map(RuleTree::name).toList();
    this.base = Shapes.base(variants);
    var wakes = new LinkedHashMap<Alpha, List<Variant>>();
    var free = new ArrayList<Variant>();
    for (var variant : variants) {
      Arrays.stream(variant.needs()).forEach(Alpha::use);
    }
    for (var variant : variants) {
      Arrays.stream(variant.needs())
          .min(Comparator.comparingInt(Alpha::uses))
          .ifPresentOrElse(
              rarest -> wakes.computeIfAbsent(rarest, a -> new ArrayList<>()).add(variant),
              () -> free.add(variant));
    }
    wakes.forEach(Alpha::wakes);
    this.always = free.toArray(Variant[]::new);
    for (var variant : variants) {
      for (var alpha : variant.alphas()) {
        if (alpha.admission().maxAge() != null) {
          var names = aged.computeIfAbsent(alpha, a -> new ArrayList<>());
          if (!names.contains(variant.name())) {
            names.add(variant.name());
          }
        }
      }
    }
    var byType = new LinkedHashMap<Class<?>, List<Alpha>>();
    plan.alphas().forEach(a -> byType.computeIfAbsent(a.type(), t -> new ArrayList<>()).add(a));
    byType.forEach((type, all) -> indexes.put(type, new AlphaIndex(type, all)));
  }

  /**
   * Runs all rules but those suspended.
   *
   * @param budget in nanoseconds
   */
  public RunResult run(Collection<? extends Fact> facts, long budget, Set<String> suspended) {
    try (var run = new Run(this, budget, suspended)) {
      run.all(facts);
      return run.result();
    }
  }

  KieSession session() {
    return base.newKieSession(SETTINGS, ENVIRONMENT);
  }

  Variant[] always() {
    return always;
  }

  @Nullable AlphaIndex index(Class<?> type) {
    return indexes.get(type);
  }

  /** What nobody asks while some rules are suspended; kept, as the same ones are for a while. */
  private record Idle(Set<String> suspended, Set<Alpha> alphas) {}

  /** The constraints that no rule asks for but those suspended. */
  Set<Alpha> idle(Set<String> suspended) {
    var known = idle;
    if (known.suspended().equals(suspended)) {
      return known.alphas();
    }
    var alphas = new HashSet<Alpha>();
    variants.stream()
        .filter(variant -> suspended.contains(variant.name()))
        .forEach(variant -> alphas.addAll(variant.alphas()));
    variants.stream()
        .filter(variant -> !suspended.contains(variant.name()))
        .forEach(variant -> variant.alphas().forEach(alphas::remove));
    idle = new Idle(suspended, alphas);
    return alphas;
  }

  /** The names of the rules that ask for the constraints. */
  List<String> rulesWith(Alpha alpha) {
    return variants.stream()
        .filter(variant -> variant.alphas().contains(alpha))
        .map(Variant::name)
        .distinct()
        .toList();
  }

  /** Whether some rule demands a maximum age. */
  boolean isAged() {
    return !aged.isEmpty();
  }

  /** The names of the rules that ask for constraints on facts that are not too old. */
  List<String> rulesWithAged(Alpha alpha) {
    return aged.getOrDefault(alpha, List.of());
  }

  /** The name of the rule that derived most. */
  String busiest(List<Derived> derived) {
    var counts =
        derived.stream().collect(Collectors.groupingBy(Derived::rule, Collectors.counting()));
    return derived.isEmpty()
        ? ANY_RULE
        : names.get(Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey());
  }
}
