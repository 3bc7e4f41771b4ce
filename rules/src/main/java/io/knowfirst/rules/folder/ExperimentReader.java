package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.ExperimentFile.AudienceConditions;
import io.knowfirst.rules.folder.ExperimentFile.Bandit;
import io.knowfirst.rules.folder.ExperimentFile.Exclusion;
import io.knowfirst.rules.folder.ExperimentFile.Split;
import io.knowfirst.rules.folder.ExperimentFile.Variation;
import io.knowfirst.rules.folder.ExperimentFile.VariationLabel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads definitions of experiments. KF008: what it says does not go together. What they say of
 * placements and contents is checked later, once those are known.
 */
final class ExperimentReader {
  private static final int ALL = 10_000;
  private static final int LONGEST_LINE = 200;
  private static final int LAST = 1_000;
  private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private final Set<String> placements;
  private final Set<String> contents;
  private final Map<String, MetricFile> metrics;
  private final Consumer<Runnable> later;

  /**
   * @param later takes the checks of references
   */
  ExperimentReader(
      Set<String> placements,
      Set<String> contents,
      Map<String, MetricFile> metrics,
      Consumer<Runnable> later) {
    this.placements = placements;
    this.contents = contents;
    this.metrics = metrics;
    this.later = later;
  }

  /** Without a folder it is one that was stored, whose ids are taken as they were taken then. */
  static ExperimentFile read(String file, String id, String text, @Nullable RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    var reader =
        folder == null
            ? new ExperimentReader(Set.of(), Set.of(), Map.of(), check -> {})
            : new ExperimentReader(
                folder.placements().keySet(),
                folder.contents().keySet(),
                folder.metrics(),
                Runnable::run);
    var read = YamlFile.read(file, text, findings).table().map(table -> reader.read(table, id));
    findings.removeIf(found -> folder == null && found.code().equals("KF206"));
    if (read.isEmpty() || findings.stream().anyMatch(Finding::isError)) {
      throw new RuleFolderException(findings);
    }
    return read.get();
  }

  /**
   * @param id where it gives none
   */
  ExperimentFile read(YamlTable table, String id) {
    var own = table.optional("id");
    var name = table.optional("name");
    var placement = table.text("placement", "?");
    var variations = table.tables("variations").stream().map(this::variation).toList();
    var measurement = MetricReader.measurement(table);
    later.accept(() -> MetricReader.refer(table, measurement, metrics));
    var named = own == null ? id : own;
    var experiment =
        new ExperimentFile(
            named,
            name == null ? named : name,
            table.optional("owner"),
            placement,
            variations,
            split(table),
            audience(table),
            table.instant("from"),
            table.instant("until"),
            bandit(table, variations.size()),
            measurement,
            table.truth("running", false),
            table.truth("newPhase", false),
            table.all());
    table.refuseOthers();
    check(table, experiment);
    later.accept(() -> table.refer("placement", List.of(placement), "placement", placements));
    return experiment;
  }

  private Variation variation(YamlTable table) {
    var content = table.text("content", "?");
    var label =
        new VariationLabel(Labels.name(table), Labels.description(table), Labels.picture(table));
    var variation =
        new Variation(variationId(table), content, table.whole("weight", 0, ALL, null), label);
    table.refuseOthers();
    later.accept(() -> table.refer("content", List.of(content), "content", contents));
    return variation;
  }

  private static String variationId(YamlTable table) {
    var id = table.text("id", "?");
    return table.has("id") ? table.id("id", id) : id;
  }

  private static Split split(YamlTable table) {
    return new Split(
        table.whole("phase", 1, 1_000, 1),
        table.optional("seed"),
        table.whole("hashVersion", 1, 2, 2),
        table.whole("coverage", 0, ALL, ALL),
        table.table("exclusion").map(ExperimentReader::exclusion).orElse(null),
        table.has("order") ? (Integer) table.whole("order", 0, LAST, 0) : null,
        table.table("forced").map(ExperimentReader::forced).orElse(Map.of()));
  }

  /** Variations by visitor. */
  private static Map<String, String> forced(YamlTable table) {
    var forced = table.textByText();
    for (var visitor : forced.keySet()) {
      var advice = VisitorId.advice(visitor);
      if (advice != null || visitor.length() > LONGEST_LINE || hasControls(visitor)) {
        table.error(
            visitor,
            "KF206",
            "The visitor is \"%s\", expected the id of one visitor, of at most %d characters on one line. %s"
                .formatted(
                    Ids.shown(visitor),
                    LONGEST_LINE,
                    advice == null ? "Maybe the id as the page sends it." : advice));
      }
    }
    return forced;
  }

  private static boolean hasControls(String text) {
    return text.codePoints()
        .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
  }

  private static Exclusion exclusion(YamlTable table) {
    var group = table.has("group") ? table.id("group", "?") : table.text("group", "?");
    int from = table.whole("from", 0, ALL - 1, null);
    int to = table.whole("to", 1, ALL, null);
    table.refuseOthers();
    if (to <= from) {
      table.error("to", "KF008", "to is %d, expected more than from, %d.".formatted(to, from));
    }
    return new Exclusion(group, from, Math.max(to, from + 1));
  }

  private static @Nullable AudienceConditions audience(YamlTable table) {
    var conditions = table.optional("audience");
    if (conditions == null) {
      return null;
    }
    var at = table.place("audience");
    return new AudienceConditions(conditions.strip(), at.file(), at.line(), at.column());
  }

  private static @Nullable Bandit bandit(YamlTable table, int variations) {
    var mode = table.optional("mode");
    var goal = table.optional("goal");
    int least = table.whole("minimumWeight", 0, ALL, 100);
    if (mode == null || mode.equals("fixed")) {
      if (goal != null) {
        table.warning(
            "goal", "KF224", "The goal is not read: only a bandit has one. Maybe mode: bandit.");
      }
      return null;
    }
    if (!mode.equals("bandit")) {
      table.error(
          "mode", "KF004", "mode is \"%s\", expected fixed or bandit.".formatted(Ids.shown(mode)));
    }
    if (least * variations > ALL) {
      table.error(
          "minimumWeight",
          "KF008",
          "minimumWeight is %d for %d variations, expected at most %d."
              .formatted(least, variations, ALL / Math.max(1, variations)));
    }
    return new Bandit(goal == null ? "Order Completed" : goal, least);
  }

  private static void check(YamlTable table, ExperimentFile experiment) {
    if (!experiment.id().matches(ID)) {
      table.error(
          "id",
          "KF008",
          "id is \"%s\", expected up to 100 letters, digits, dots, hyphens and underscores."
              .formatted(Ids.shown(experiment.id())));
    } else {
      table.id("id", experiment.id());
    }
    var seed = experiment.split().seed();
    if (seed != null && seed.startsWith("__")) {
      table.error("seed", "KF008", "seed is \"%s\", expected no leading \"__\".".formatted(seed));
    } else if (seed != null) {
      table.id("seed", seed);
    }
    line(table, "name", experiment.name());
    line(table, "owner", experiment.owner());
    var from = experiment.from();
    var until = experiment.until();
    if (from != null && until != null && !from.isBefore(until)) {
      table.error(
          "until", "KF008", "until is %s, expected a time after from, %s.".formatted(until, from));
    }
    variations(table, experiment);
  }

  /** What people read of it, in a list and a report. */
  private static void line(YamlTable table, String key, @Nullable String text) {
    if (text != null && (text.length() > LONGEST_LINE || hasControls(text))) {
      table.error(
          key,
          "KF206",
          "%s is \"%s\", expected one line of at most %d characters."
              .formatted(key, Ids.shown(text), LONGEST_LINE));
    }
  }

  private static void variations(YamlTable table, ExperimentFile experiment) {
    var variations = experiment.variations();
    int sum = variations.stream().mapToInt(Variation::weight).sum();
    if (sum != ALL && !variations.isEmpty()) {
      table.error(
          "variations",
          "KF008",
          "The weights sum to %d, expected weights that sum to 10000 basis points. Maybe they are percent: 50 %% is 5000."
              .formatted(sum));
    }
    if (table.has("variations") && (variations.size() < 2 || variations.size() > 100)) {
      table.error(
          "variations",
          "KF008",
          "There are %d variations, expected 2 to 100.".formatted(variations.size()));
    }
    Set<String> ids = new HashSet<>();
    if (!variations.stream().allMatch(variation -> ids.add(variation.id()))) {
      table.error(
          "variations", "KF005", "Two variations have the same id, expected ids of their own.");
    }
    for (var to : Set.copyOf(experiment.split().forced().values())) {
      if (!ids.contains(to)) {
        table.error(
            "forced",
            "KF006",
            "There is no variation \"%s\". %s".formatted(Ids.shown(to), Suggestion.of(to, ids)));
      }
    }
  }
}
