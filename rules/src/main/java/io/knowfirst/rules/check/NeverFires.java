package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules that can never fire, and conditions that never matter. KF140: conditions that contradict
 * each other. KF141: a value that a property never has. KF142: a condition that every fact meets.
 * KF143: a time that has passed. KF144: a segment that only such rules derive.
 */
final class NeverFires implements Advice {
  private static final String DATE = "date";

  @Override
  public void about(Survey survey, List<Finding> findings) {
    var today = survey.outside().now().atZone(survey.folder().zone()).toLocalDate().toString();
    Set<RuleLogic> dead = new HashSet<>();
    for (var rule : survey.whole()) {
      var never = rule.contradiction();
      never.ifPresent(pattern -> dead.add(rule));
      if (!values(rule, findings)) {
        never.ifPresent(pattern -> findings.add(contradiction(rule, pattern)));
        past(rule, today).ifPresent(findings::add);
      }
    }
    survey.audiences().forEach(audience -> values(audience, findings));
    var lost = survey.segmentsOnlyBy(dead);
    survey.whole().stream()
        .filter(rule -> !dead.contains(rule))
        .forEach(rule -> needs(rule, lost, findings));
    schedules(survey, findings);
  }

  /** Whether some value was impossible. */
  private static boolean values(RuleLogic rule, List<Finding> findings) {
    var source = rule.rule().source();
    boolean any = false;
    for (var fact : rule.facts()) {
      for (var part : fact.parts()) {
        for (var comparison : part.comparisons()) {
          var problem = comparison.impossible();
          any |= problem.isPresent();
          problem.ifPresent(
              words ->
                  findings.add(
                      source.warning(comparison.at(), "KF141", fact.name() + "." + words)));
        }
        if (part.comparisons().size() == 1 && part.comparisons().get(0).isNeedless()) {
          findings.add(
              source.warning(
                  part.at(),
                  "KF142",
                  "Every %s has %s. Maybe leave it out, or ask for what was meant.",
                  fact.name(),
                  part.text()));
        }
      }
    }
    return any;
  }

  private static Finding contradiction(RuleLogic rule, AskedFact pattern) {
    var ways = Clause.ANYTHING;
    for (var part : pattern.parts()) {
      ways = Clause.both(ways, part.ways());
      if (Clause.areImpossible(ways)) {
        return found(rule, part.at(), part.text() + " contradicts what stands before it");
      }
    }
    return found(rule, pattern.at(), "this " + pattern.name() + " contradicts another condition");
  }

  private static Finding found(RuleLogic rule, int at, String why) {
    return rule.rule()
        .warning(at, "KF140", "Rule \"%s\" can never fire: %s.", rule.rule().name(), why);
  }

  private static Optional<Finding> past(RuleLogic rule, String today) {
    return rule.found().stream()
        .filter(pattern -> pattern.type() == Moment.class)
        .filter(pattern -> pattern.ways().stream().allMatch(way -> isPast(way, today)))
        .findFirst()
        .map(
            pattern ->
                rule.rule()
                    .warning(
                        pattern.at(),
                        "KF143",
                        "Rule \"%s\" can never fire again: its date has passed. Maybe it should go.",
                        rule.rule().name()));
  }

  private static boolean isPast(Clause way, String today) {
    var last = way.asked().getOrDefault(DATE, Ranges.all()).last();
    return last != null && last.text() != null && last.text().compareTo(today) < 0;
  }

  private static void needs(RuleLogic rule, Set<String> lost, List<Finding> findings) {
    for (var pattern : rule.found()) {
      var segment = pattern.key();
      if (pattern.type() == Member.class && segment != null && lost.contains(segment)) {
        findings.add(
            rule.rule()
                .warning(
                    pattern.at(),
                    "KF144",
                    "Rule \"%s\" needs the segment \"%s\", but its rules can never fire.",
                    rule.rule().name(),
                    segment));
      }
    }
  }

  private static void schedules(Survey survey, List<Finding> findings) {
    var now = survey.outside().now();
    for (var campaign : survey.folder().campaigns().values()) {
      if (isOver(campaign.until(), now)) {
        findings.add(
            survey.warning(
                FolderPart.CAMPAIGN,
                campaign.id(),
                "until",
                "KF143",
                "Campaign \"%s\" is over. Maybe it should go, or until is the wrong year.",
                campaign.id()));
      }
    }
    for (var experiment : survey.folder().experiments().values()) {
      if (experiment.running() && isOver(experiment.until(), now)) {
        findings.add(
            survey.warning(
                FolderPart.EXPERIMENT,
                experiment.id(),
                "until",
                "KF143",
                "Experiment \"%s\" is over, but said to be running.",
                experiment.id()));
      }
    }
  }

  private static boolean isOver(@Nullable Instant until, Instant now) {
    return until != null && !until.isAfter(now);
  }
}
