package io.knowfirst.server.graduation;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes rule, campaign and scenarios of a winner, with where they come from. */
final class DraftWriter {
  private static final int HIGHEST = 100;
  private static final Pattern FACT = Pattern.compile("\\b([A-Z][A-Za-z]+)\\s*\\(");
  private static final Set<String> OF_THE_MOMENT =
      Set.of("Placement", "Moment", "Page", "Browsing", "Place", "Device", "Weather", "Arrival");

  private final RuleFolder folder;
  private final ExperimentFile experiment;
  private final Winner winner;
  private final String id;

  DraftWriter(RuleFolder folder, ExperimentFile experiment, Winner winner) {
    this.folder = folder;
    this.experiment = experiment;
    this.winner = winner;
    this.id = free(experiment.id() + "-" + winner.variation());
  }

  SortedMap<String, String> files(Report report, LocalDate today) {
    var files = new TreeMap<String, String>();
    files.put("campaigns/" + id + ".drl", rule(report, today));
    files.put("campaigns/" + id + ".yaml", campaign());
    files.put("scenarios/" + id + ".yaml", scenarios());
    return files;
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
    return experiment.audience() == null
        ? "It won among all visitors: nothing need be known for it. Rather make it the placement's content in placements.yaml."
        : "It won among the experiment's audience, which the conditions repeat.";
  }

  private String name() {
    var whom =
        winner.group() != null
            ? "who are described below"
            : experiment.audience() == null ? "on " + experiment.placement() : "of its audience";
    return "Visitors %s see %s, which won %s"
        .formatted(whom, winner.variation(), experiment.id())
        .replace('"', '\'');
  }

  private String conditions() {
    var audience = experiment.audience();
    var group = winner.group();
    if (audience == null) {
      return group == null ? "Placement(id == \"" + experiment.placement() + "\")" : group;
    }
    return audience.conditions() + (group == null ? "" : "\n" + group);
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

  /** A rule for everybody has no situation in which it does not fire. */
  private boolean everybody() {
    return winner.group() == null && experiment.audience() == null;
  }

  private String scenarios() {
    if (everybody()) {
      return """
          - name: "%s, of everybody"
            rule: {fires: "%s"}
            placement: %s
          """
          .formatted(id, name(), experiment.placement());
    }
    return """
        # DRAFT: give each situation the facts that the conditions name, on either side of their boundary:
        #   %s
        - name: "%s, of those it is for"
          rule: {fires: "%s"}
          placement: %s
        - name: "%s, of those it is just not for"
          rule: {not: "%s"}
          placement: %s
        """
        .formatted(
            conditions().lines().map(String::strip).collect(Collectors.joining(" ")),
            id,
            name(),
            experiment.placement(),
            id,
            name(),
            experiment.placement());
  }

  private String owner() {
    var owner = experiment.owner();
    return owner == null ? "owner-of-" + experiment.placement() : owner;
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
