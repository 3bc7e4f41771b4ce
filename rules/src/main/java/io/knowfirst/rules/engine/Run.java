package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.Match;

/**
 * One run: finds the variants within reach of the facts, fires those that ask for facts alone,
 * hands the facts of all others to Drools, level by level, and takes down what fires.
 */
final class Run implements AutoCloseable {
  private static final int BETWEEN_LOOKS = 63;

  private final RuleEngine engine;
  private final long deadline;
  private final Set<String> suspended;
  private final Set<Alpha> idle;
  private final IdentityHashMap<Alpha, List<Object>> found = new IdentityHashMap<>();
  private final Map<Alpha, RuntimeException> failed = new HashMap<>();
  private final List<List<Variant>> waiting = new ArrayList<>();
  private List<Member> derived = new ArrayList<>();
  private final List<RuleEngine.Derived> fired = new ArrayList<>();
  private final Map<String, String> thrown = new LinkedHashMap<>();
  private final Ages ages;
  private @Nullable KieSession session;
  private List<String> overran = List.of();
  private int slots;
  private int checks;
  private int firings;

  Run(RuleEngine engine, long nanos, Set<String> suspended) {
    this.engine = engine;
    this.ages = new Ages(engine);
    this.deadline = System.nanoTime() + nanos;
    this.suspended = suspended;
    this.idle = engine.idle(suspended);
  }

  void all(Collection<? extends Fact> facts) {
    TimedText.limit(deadline);
    ages.begin(facts);
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
          for (var variant : variants) {
            take(variant);
          }
          if (session != null && slots > before) {
            session.fireAllRules();
          }
          var segments = derived;
          derived = new ArrayList<>();
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

  RuleEngine.RunResult result() {
    overran.forEach(thrown::remove);
    return new RuleEngine.RunResult(fired, thrown, overran, ages.stale());
  }

  private void match(Fact fact) {
    var index = engine.index(fact.getClass());
    if (index != null) {
      var frame = new @Nullable Object[] {fact};
      index.find(frame, alpha -> match(alpha, fact, frame));
    }
  }

  private void match(Alpha alpha, Fact fact, @Nullable Object[] frame) {
    if ((!idle.isEmpty() && idle.contains(alpha)) || !alpha.admission().concerns(fact)) {
      return;
    }
    boolean tooOld = ages.isStale(alpha, fact);
    try {
      if (alpha.holds(frame)) {
        if (tooOld) {
          ages.leftOut(alpha, fact);
        } else {
          ages.add(fact, found(alpha));
        }
      }
    } catch (RunOverrun overrun) {
      overran = engine.rulesWith(alpha);
      throw overrun;
    } catch (RuntimeException e) {
      if (!tooOld) {
        failed.putIfAbsent(alpha, e);
        found(alpha);
      }
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

  private void take(Variant variant) {
    var needs = variant.needs();
    if (needs.length > 1) {
      for (var need : needs) {
        if (!found.containsKey(need)) {
          return;
        }
      }
    }
    if (!suspended.isEmpty() && suspended.contains(variant.name())) {
      return;
    }
    tick(variant);
    if (!failed.isEmpty()) {
      for (int position = 0; position < variant.size(); position++) {
        var problem = failed.get(variant.alpha(position));
        if (problem != null) {
          threw(variant, problem);
        }
      }
    }
    if (variant.isPlain()) {
      join(variant, 0, new @Nullable Object[variant.size() + 1]);
    } else {
      insert(variant);
    }
  }

  /** Fires for all facts from a position on that go together. */
  private void join(Variant variant, int position, @Nullable Object[] frame) {
    if (position == variant.size()) {
      fired(variant, frame);
      return;
    }
    var join = variant.join(position);
    for (var fact : found(position, variant)) {
      frame[position] = fact;
      if (join == Check.ALWAYS || holds(variant, join, frame)) {
        join(variant, position + 1, frame);
      }
    }
  }

  private List<Object> found(int position, Variant variant) {
    return found.getOrDefault(variant.alpha(position), List.of());
  }

  private boolean holds(Variant variant, Check check, @Nullable Object[] frame) {
    tick(variant);
    try {
      return check.holds(frame);
    } catch (RunOverrun overrun) {
      overran = List.of(variant.name());
      throw overrun;
    } catch (RuntimeException e) {
      threw(variant, e);
      return false;
    }
  }

  private void insert(Variant variant) {
    if (session == null) {
      session = engine.session();
    }
    if (!variant.isAnchored()) {
      insert(variant, variant.size(), null, session);
    }
    for (int position = 0; position < variant.size(); position++) {
      for (var fact : found(position, variant)) {
        insert(variant, position, fact, session);
      }
    }
  }

  private void insert(Variant variant, int position, @Nullable Object fact, KieSession session) {
    session.insert(new Slot(variant, this, position, variant.key(position), fact, slots++));
  }

  /** Whether what Drools joins satisfies the constraints of a position. */
  boolean holds(int position, Matched own, Slot first, Matched... others) {
    var variant = first.variant();
    tick(variant);
    var check = variant.join(position);
    var sum = variant.sum(position);
    if (check == Check.ALWAYS && sum == null) {
      return true;
    }
    var frame = new @Nullable Object[variant.size() + 1];
    first.put(frame);
    for (var other : others) {
      other.put(frame);
    }
    return holds(
        variant,
        filled -> {
          if (sum != null && !((Collected) own).reduce(sum, position, filled)) {
            return false;
          }
          own.put(filled);
          return check.holds(filled);
        },
        frame);
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

  /** Takes down a firing of Drools. */
  void fired(Match match) {
    var objects = match.getObjects();
    var variant = ((Slot) objects.get(0)).variant();
    var frame = new @Nullable Object[variant.size() + 1];
    for (var object : objects) {
      ((Matched) object).put(frame);
    }
    fired(variant, frame);
  }

  private void fired(Variant variant, @Nullable Object[] frame) {
    if (++firings > RuleEngine.MOST_FIRINGS) {
      overrun(engine.busiest(fired));
    }
    tick(variant);
    var matched = variant.matched(frame);
    try {
      for (var conclusion : variant.conclusions()) {
        var fact = conclusion.from(frame);
        if (fact instanceof Member member) {
          var aged = ages.of(member, matched);
          if (ages.isNews(aged)) {
            derived.add(aged);
          }
          fact = aged;
        }
        fired.add(new RuleEngine.Derived(variant.rule(), fact, matched));
      }
    } catch (RuntimeException e) {
      threw(variant, e);
    }
  }

  private void threw(Variant variant, Throwable problem) {
    thrown.putIfAbsent(variant.name(), FailureWords.of(problem));
  }

  @Override
  public void close() {
    if (session != null) {
      session.dispose();
    }
  }
}
