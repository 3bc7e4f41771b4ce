package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.engine.RuleEngine;
import io.knowfirst.rules.engine.RuleEngine.Derived;
import io.knowfirst.rules.facts.Audience;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.rules.folder.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The audiences of experiments, written in the same language as rules, apart from the rule base: an
 * experiment comes and goes without the rules being built anew. Thread-safe.
 */
public final class Audiences {
  /** Of experiments that ask everyone. */
  public static final Audiences NONE = new Audiences(List.of(), Map.of(), null);

  private final List<RuleCard> rules;
  private final Map<String, ExperimentFile.AudienceConditions> conditions;
  private final @Nullable Engine engine;

  private Audiences(
      List<RuleCard> rules,
      Map<String, ExperimentFile.AudienceConditions> conditions,
      @Nullable Engine engine) {
    this.rules = rules;
    this.conditions = conditions;
    this.engine = engine;
  }

  /**
   * Whom a visitor's facts make them, and which audiences could not tell.
   *
   * @param matched by experiment, the facts that its conditions matched
   * @param failed by experiment, why
   */
  public record Answer(Map<String, List<Fact>> matched, Map<String, String> failed) {
    /** Of experiments that ask everyone. */
    public static final Answer NOBODY = new Answer(Map.of(), Map.of());

    public Answer {
      matched = Map.copyOf(matched);
      failed = Map.copyOf(failed);
    }

    /** Why the audience could not tell; null where it could. */
    public @Nullable String failure(String experiment) {
      return failed.getOrDefault(experiment, failed.get(RuleEngine.ANY_RULE));
    }
  }

  /**
   * Checks them and makes them ready to ask.
   *
   * @throws RuleFolderException with everything that is wrong in them
   */
  public static Audiences of(Collection<ExperimentFile> experiments) {
    if (experiments.stream().allMatch(e -> e.audience() == null)) {
      return NONE;
    }
    var checked = Checked.ofAudiences(experiments);
    if (!checked.findings().isEmpty()) {
      throw new RuleFolderException(checked.findings());
    }
    var conditions = new HashMap<String, ExperimentFile.AudienceConditions>();
    for (var experiment : experiments) {
      if (experiment.audience() != null) {
        conditions.put(experiment.id(), experiment.audience());
      }
    }
    return new Audiences(checked.rules(), conditions, new Engine(checked.rules(), checked.plan()));
  }

  /** What is wrong with them where only these segments are derived. */
  public List<Finding> findings(Set<String> segments) {
    var findings = new ArrayList<Finding>();
    for (var rule : rules) {
      for (var segment : rule.reads().getOrDefault("Member", Set.of())) {
        if (!segments.contains(segment)) {
          var at = conditions.get(experiment(rule.name()));
          findings.add(
              Finding.error(
                  rule.file(),
                  at == null ? rule.line() : at.line(),
                  at == null ? 1 : at.column(),
                  "KF006",
                  "There is no segment \"%s\". %s"
                      .formatted(segment, Suggestion.of(segment, segments))));
        }
      }
    }
    return findings;
  }

  public Keys keys() {
    var asked = engine;
    return asked == null ? Keys.NONE : asked.keys();
  }

  /**
   * Lets all conditions see the facts, and the segments that the rules made of them. Never throws.
   *
   * @param budget how long it may take; after that nobody is in any audience
   */
  public Answer who(Collection<? extends Fact> facts, Evaluation evaluation, Duration budget) {
    var asked = engine;
    if (asked == null) {
      return Answer.NOBODY;
    }
    var all = new ArrayList<Fact>(facts);
    evaluation.segments().forEach(member -> all.add(new Member(member.segment())));
    var result = asked.run(all, budget.toNanos(), Set.of());
    var failed = new LinkedHashMap<String, String>();
    result.thrown().forEach((rule, message) -> failed.put(experiment(rule), message));
    evaluation.failures().forEach(failure -> rests(failure, failed));
    if (!result.overran().isEmpty()) {
      // The others were not asked to the end.
      var message = "did not end within " + budget.toMillis() + " ms";
      result.overran().forEach(rule -> failed.put(experiment(rule), message));
      failed.put(RuleEngine.ANY_RULE, "the audiences " + message);
    }
    var matched = new LinkedHashMap<String, List<Fact>>();
    for (var derived : result.derived()) {
      if (derived.fact() instanceof Audience audience
          && !failed.containsKey(audience.experiment())
          && result.overran().isEmpty()) {
        matched.putIfAbsent(audience.experiment(), matched(derived));
      }
    }
    return new Answer(matched, failed);
  }

  /** An audience that asks about a segment whose rule failed can tell neither yes nor no. */
  private void rests(RuleFailure failure, Map<String, String> failed) {
    for (var rule : rules) {
      if (!failure.segments().isEmpty() && rule.readsAnyOf(failure.segments())) {
        failed.putIfAbsent(experiment(rule.name()), failure.text());
      }
    }
  }

  private static List<Fact> matched(Derived derived) {
    return derived.matched().stream().filter(Fact.class::isInstance).map(Fact.class::cast).toList();
  }

  private static String experiment(String rule) {
    return rule.startsWith(ExperimentFile.AUDIENCE_OF)
        ? rule.substring(ExperimentFile.AUDIENCE_OF.length())
        : rule;
  }
}
