package io.knowfirst.server.rulesets.graduation;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes rule, campaign and scenarios of a winner, with where they come from. A winner among
 * everybody needs no rule: it becomes the placement's content.
 */
final class DraftWriter {
  private static final int HIGHEST = 100;
  private static final Pattern FACT = Pattern.compile("\\b([A-Z][A-Za-z]+)\\s*\\(");
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "Placement",
          "Moment",
          "Page",
          "Browsing",
          "Place",
          "Nearby",
          "Locale",
          "Device",
          "Weather",
          "Arrival");

  private final RuleFolder folder;
  private final ExperimentFile experiment;
  private final Winner winner;
  private final String id;

  /**
   * @throws NotDecidedException where nobody answers for the experiment
   */
  DraftWriter(RuleFolder folder, ExperimentFile experiment, Winner winner) {
    this.folder = folder;
    this.experiment = experiment;
    this.winner = winner;
    this.id = free(experiment.id() + "-" + winner.variation());
    if (experiment.owner() == null) {
      throw new NotDecidedException(
          "Experiment %s has no owner, expected one who answers for the rule. Maybe apply its definition with owner: first, which may change at any time."
              .formatted(experiment.id()));
    }
  }

  /**
   * The files, by path.
   *
   * @param texts of the folder's files
   */
  SortedMap<String, String> files(SortedMap<String, String> texts, Report report, LocalDate today) {
    var files = new TreeMap<String, String>();
    if (everybody()) {
      var placements = texts.getOrDefault(PlacementFile.NAME, "");
      files.put(
          PlacementFile.NAME,
          PlacementFile.withContent(placements, experiment.placement(), content()));
      files.put("scenarios/" + id + ".yaml", byDefault(report, today));
      return files;
    }
    files.put("campaigns/" + id + ".drl", rule(report, today));
    var situations = ScenarioSetup.of(conditions());
    situations.ifPresent(both -> files.put("scenarios/" + id + ".yaml", scenarios(both)));
    files.put("campaigns/" + id + ".yaml", campaign() + (situations.isEmpty() ? toDo() : ""));
    return files;
  }

  private String byDefault(Report report, LocalDate today) {
    return """
        # DRAFT, not live: made on %s from experiment "%s", phase %d, variation "%s", whose owner is %s.
        # %s.
        # It won among all visitors, so nothing need be known for it: it becomes the content of the placement in
        # placements.yaml. Decide the experiment for it when that is published, or stop it.
        - name: "%s: whom no rule knows sees %s"
          placement: %s
          experiments: false
          expect: {outcome: default, content: %s}
        """
        .formatted(
            today,
            experiment.id(),
            experiment.split().phase(),
            winner.variation(),
            owner(),
            winner.told(report.deciding().name()),
            id,
            content(),
            experiment.placement(),
            content());
  }

  private String rule(Report report, LocalDate today) {
    return """
        package graduated.%s;

        import io.knowfirst.rules.facts.*;

        // DRAFT, not live: made on %s from experiment "%s", phase %d, variation "%s", whose owner is %s.
        // %s.
        // %s
        // Review who this is for before it is published, then end the experiment on this placement.
        rule "%s"
            @campaign("%s") @owner("%s") @experiment("%s") @phase("%d")
        when
        %s
        then
            insert(new Offer("%s"));
        end
        """
        .formatted(
            id.replaceAll("[^a-z0-9]", "_"),
            today,
            experiment.id(),
            experiment.split().phase(),
            winner.variation(),
            owner(),
            winner.told(report.deciding().name()),
            caution(),
            name(),
            id,
            owner(),
            experiment.id(),
            experiment.split().phase(),
            conditions()
                .lines()
                .map(line -> "    " + line.strip())
                .collect(Collectors.joining("\n")),
            id);
  }

  private String caution() {
    if (winner.group() != null) {
      return "EXPLORATORY: found by looking at %d parts of the visitors; p is corrected for that (Holm). Confirm it by an experiment with this audience."
          .formatted(winner.parts());
    }
    return "It won among the experiment's audience, which the conditions repeat.";
  }

  private String name() {
    var whom = winner.group() != null ? "who are described below" : "of its audience";
    return "Visitors %s see %s, which won %s"
        .formatted(whom, winner.variation(), experiment.id())
        .replace('"', '\'');
  }

  private String conditions() {
    var audience = experiment.audience();
    var group = winner.group();
    return Stream.of(audience == null ? null : audience.conditions(), group)
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .collect(Collectors.joining("\n"));
  }

  private String content() {
    return experiment.variations().stream()
        .filter(variation -> variation.id().equals(winner.variation()))
        .map(ExperimentFile.Variation::content)
        .findFirst()
        .orElseThrow(
            () ->
                new NotDecidedException(
                    "Experiment %s has no variation %s any more. Maybe it was edited since."
                        .formatted(experiment.id(), winner.variation())));
  }

  private String campaign() {
    var purpose = rests() ? "\n  purpose: personalization" : "";
    return """
        # DRAFT from experiment "%s"; the priority is the highest free one below all others of the placement.
        - id: %s
          style: automation
          placements: [%s]
          contents: [%s]
          priority: %d%s
          owner: %s
        """
        .formatted(
            experiment.id(), id, experiment.placement(), content(), priority(), purpose, owner());
  }

  /** Whether the conditions rest on the person, not on the moment alone. */
  private boolean rests() {
    var facts = FACT.matcher(conditions());
    return facts.results().anyMatch(fact -> !OF_THE_MOMENT.contains(fact.group(1)));
  }

  private int priority() {
    var taken =
        folder.campaigns().values().stream()
            .filter(campaign -> campaign.placements().contains(experiment.placement()))
            .map(Campaign::priority)
            .collect(Collectors.toSet());
    int lowest = taken.stream().mapToInt(Integer::intValue).min().orElse(HIGHEST / 2 + 1);
    if (lowest > 0) {
      return lowest - 1;
    }
    for (int priority = 0; priority <= HIGHEST; priority++) {
      if (!taken.contains(priority)) {
        return priority;
      }
    }
    throw new NotDecidedException(
        "Placement %s has campaigns of all priorities. Maybe one of them has ended."
            .formatted(experiment.placement()));
  }

  /** A rule for everybody would be the default, and take the placement from everything else. */
  private boolean everybody() {
    return winner.group() == null && experiment.audience() == null;
  }

  private String scenarios(List<ScenarioSetup> both) {
    return """
        # DRAFT: both sides of the conditions.
        - name: "%s, of those it is for"
          rule: {fires: "%s"}
          placement: %s%s
        - name: "%s, of those it is just not for"
          rule: {not: "%s"}
          placement: %s%s
        """
        .formatted(
            id,
            name(),
            experiment.placement(),
            both.get(0).yaml(),
            id,
            name(),
            experiment.placement(),
            both.get(1).yaml());
  }

  /** Where situations take a person to think of. */
  private String toDo() {
    return """
        # Add two scenarios, on either side of the conditions' boundary: one in which rule "%s" fires, one in which it
        # just does not.
        """
        .formatted(name());
  }

  private String owner() {
    return Objects.requireNonNull(experiment.owner());
  }

  private String free(String wanted) {
    var base = wanted.toLowerCase(Locale.ROOT);
    var name = base;
    for (int i = 2; folder.campaigns().containsKey(name); i++) {
      name = base + "-" + i;
    }
    return name;
  }
}
