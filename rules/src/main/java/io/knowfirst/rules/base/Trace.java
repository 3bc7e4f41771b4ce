package io.knowfirst.rules.base;

import io.knowfirst.rules.engine.RuleEngine.Derived;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.why.Tried;
import io.knowfirst.rules.why.WhyNot;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation, with all that the rules did and why some did not fire.
 *
 * @param fired every firing, in the order of the rules
 * @param whyNot for each rule asked about, in the order asked
 * @param tried which comparisons were tried at their boundary; empty where coverage is not asked
 */
public record Trace(
    Evaluation evaluation, List<Fired> fired, Map<String, WhyNot> whyNot, List<Tried> tried) {
  public Trace {
    fired = List.copyOf(fired);
    tried = List.copyOf(tried);
    whyNot = Collections.unmodifiableMap(new LinkedHashMap<>(whyNot));
  }

  /**
   * What is asked of a trace beside what happened.
   *
   * @param rules of which to say why they did not fire
   * @param coverage whether to say which comparisons were tried: costs much with many rules
   */
  public record Questions(Set<String> rules, boolean coverage) {
    public Questions {
      rules = Collections.unmodifiableSet(new LinkedHashSet<>(rules));
    }
  }

  /**
   * One firing of a rule.
   *
   * @param matched the facts it matched, segments among them
   * @param segment that it derived; null for one that made an offer
   * @param offer that it made; null for one that derived a segment
   */
  public record Fired(
      String rule, List<Fact> matched, @Nullable String segment, @Nullable Offer offer) {
    public Fired {
      matched = List.copyOf(matched);
    }

    static Fired of(String rule, Derived derived) {
      return new Fired(
          rule,
          derived.matched().stream().filter(Fact.class::isInstance).map(Fact.class::cast).toList(),
          derived.fact() instanceof Member member ? member.segment() : null,
          derived.fact() instanceof Offer offer ? offer : null);
    }
  }
}
