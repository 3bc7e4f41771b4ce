package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.Match;

/**
 * One run: finds the variants within reach of the facts, hands their facts to the engine level by
 * level, and takes down what fires.
 */
final class Run {
  private static final int BETWEEN_LOOKS = 63;

  private final RuleEngine engine;
  private final long deadline;
  private final Set<String> suspended;
  private final Set<Alpha> idle;
  private final Map<Alpha, List<Object>> found = new HashMap<>();
  private final Map<Alpha, RuntimeException> failed = new HashMap<>();
  private final List<List<Variant>> waiting = new ArrayList<>();
  private final Set<Member> members = new HashSet<>();
  private final List<Member> derived = new ArrayList<>();
  private final List<RuleEngine.Fired> fired = new ArrayList<>();
  private final Map<String, String> thrown = new LinkedHashMap<>();
  private List<String> overran = List.of();
  private int slots;
  private int checks;
  private int firings;

  /**
   * @param budget in nanoseconds
   */
  Run(RuleEngine engine, long budget, Set<String> suspended) {
    this.engine = engine;
    this.deadline = System.nanoTime() + budget;
    this.suspended = suspended;
    this.idle = engine.idle(suspended);
  }

  void all(KieSession session, Collection<? extends Fact> facts) {
    TimedText.limit(deadline);
    try {
      for (var variant : engine.always()) {
        await(variant);
      }
      for (var fact : facts) {
        match(fact);
      }
      for (int level = 0; level < waiting.size(); level++) {
        while (!waiting.get(level).isEmpty()) {
          var variants = waiting.get(level);
          waiting.set(level, new ArrayList<>());
          int before = slots;
          variants.forEach(variant -> insert(variant, session));
          if (slots > before) {
            session.fireAllRules();
          }
          var segments = List.copyOf(derived);
          derived.clear();
          segments.forEach(this::match);
        }
      }
    } catch (RuntimeException | StackOverflowError e) {
      if (overran.isEmpty()) {
        thrown.putIfAbsent(RuleEngine.ANY_RULE, FailureWords.of(e));
      }
    } finally {
      TimedText.limit(null);
    }
  }

  RuleEngine.Outcome outcome() {
    overran.forEach(thrown::remove);
    return new RuleEngine.Outcome(fired, thrown, overran);
  }

  private void match(Fact fact) {
    var index = engine.index(fact.getClass());
    if (index != null) {
      var frame = new @Nullable Object[] {fact};
      index.find(frame, alpha -> match(alpha, fact, frame));
    }
  }

  private void match(Alpha alpha, Fact fact, @Nullable Object[] frame) {
    if (!idle.isEmpty() && idle.contains(alpha)) {
      return;
    }
    boolean holds;
    try {
      holds = alpha.holds(frame);
    } catch (RunOverrun overrun) {
      overran = engine.rulesWith(alpha);
      throw overrun;
    } catch (RuntimeException e) {
      failed.putIfAbsent(alpha, e);
      found(alpha);
      return;
    }
    if (holds) {
      found(alpha).add(fact);
    }
  }

  private List<Object> found(Alpha alpha) {
    var facts = found.get(alpha);
    if (facts == null) {
      facts = new ArrayList<>(2);
      found.put(alpha, facts);
      for (var variant : alpha.wakes()) {
        await(variant);
      }
    }
    return facts;
  }

  private void await(Variant variant) {
    while (waiting.size() <= variant.level()) {
      waiting.add(new ArrayList<>());
    }
    waiting.get(variant.level()).add(variant);
  }

  private void insert(Variant variant, KieSession session) {
    for (var need : variant.content().needs()) {
      if (!found.containsKey(need)) {
        return;
      }
    }
    if (suspended.contains(variant.name())) {
      return;
    }
    tick(variant);
    if (!variant.isAnchored()) {
      insert(variant, variant.size(), null, session);
    }
    for (int position = 0; position < variant.size(); position++) {
      var alpha = variant.content().alpha(position);
      if (alpha == null) {
        continue;
      }
      var problem = failed.isEmpty() ? null : failed.get(alpha);
      if (problem != null) {
        threw(variant, problem);
      }
      var facts = found.get(alpha);
      if (facts != null) {
        for (var fact : facts) {
          insert(variant, position, fact, session);
        }
      }
    }
  }

  private void insert(Variant variant, int position, @Nullable Object fact, KieSession session) {
    session.insert(new Slot(variant, this, position, variant.key(position), fact, slots++));
  }

  /** Whether what the engine joins satisfies the constraints of a position. */
  boolean holds(int position, Matched own, Slot first, Matched... others) {
    var variant = first.variant();
    tick(variant);
    var content = variant.content();
    var check = content.join(position);
    var sum = content.sum(position);
    if (check == Check.ALWAYS && sum == null) {
      return true;
    }
    var frame = new @Nullable Object[variant.size() + 1];
    first.put(frame);
    for (var other : others) {
      other.put(frame);
    }
    try {
      if (sum != null && !((Collected) own).reduce(sum, position, frame)) {
        return false;
      }
      own.put(frame);
      return check.holds(frame);
    } catch (RunOverrun overrun) {
      overran = List.of(variant.name());
      throw overrun;
    } catch (RuntimeException e) {
      threw(variant, e);
      return false;
    }
  }

  private void tick(Variant variant) {
    if ((++checks & BETWEEN_LOOKS) == 0 && System.nanoTime() > deadline) {
      overrun(variant.name());
    }
  }

  private void overrun(String rule) {
    overran = List.of(rule);
    throw new RunOverrun();
  }

  /** Takes down a firing. */
  void fired(Match match) {
    var objects = match.getObjects();
    var variant = ((Slot) objects.get(0)).variant();
    if (++firings > RuleEngine.MOST_FIRINGS) {
      overrun(busiest());
    }
    tick(variant);
    var frame = new @Nullable Object[variant.size() + 1];
    for (var object : objects) {
      ((Matched) object).put(frame);
    }
    var matched = new ArrayList<Object>(objects.size());
    for (int position : variant.content().evidence()) {
      var fact = frame[position];
      if (fact != null) {
        matched.add(fact);
      }
    }
    try {
      for (var conclusion : variant.content().conclusions()) {
        var fact = conclusion.from(frame);
        fired.add(new RuleEngine.Fired(variant.rule(), fact, matched));
        if (fact instanceof Member member && members.add(member)) {
          derived.add(member);
        }
      }
    } catch (RuntimeException e) {
      threw(variant, e);
    }
  }

  /** The rule that fired most. */
  private String busiest() {
    var counts =
        fired.stream()
            .collect(Collectors.groupingBy(RuleEngine.Fired::rule, Collectors.counting()));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .map((Function<Integer, String>) engine::name)
        .orElse(RuleEngine.ANY_RULE);
  }

  private void threw(Variant variant, Throwable problem) {
    thrown.putIfAbsent(variant.name(), FailureWords.of(problem));
  }
}
