package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.DrlFile.Concern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns the files of a folder into its parts, and checks what each says of the others. */
final class FolderReader {
  private static final int ALL = 10_000;

  private final SortedMap<String, String> files;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Placement> placements = new LinkedHashMap<>();
  private final Map<String, Campaign> campaigns = new LinkedHashMap<>();
  private final Map<String, Content> contents = new LinkedHashMap<>();
  private final Map<String, ExperimentFile> experiments = new LinkedHashMap<>();
  private final Map<String, MetricFile> metrics = new LinkedHashMap<>();
  private final Map<String, List<String>> colours = new LinkedHashMap<>();
  private final List<Runnable> references = new ArrayList<>();
  private final Set<String> unreadable = new HashSet<>();
  private final Map<String, Integer> heldOut = new LinkedHashMap<>();
  private ShopFile shop = ShopFile.DEFAULT;
  private Set<String> outbound = Set.of();
  private final ExperimentReader experimentReader =
      new ExperimentReader(
          placements.keySet(),
          contents.keySet(),
          metrics,
          check -> references.add(() -> run(check)));

  /** Takes texts by name. */
  FolderReader(SortedMap<String, String> files) {
    this.files = files;
  }

  /** Reads everything; what is wrong is left out or read as the default, and found. */
  FolderReading read(String hash) {
    shop = yaml("shop.yaml").table().map(ShopFile::read).orElse(ShopFile.DEFAULT);
    outbound = shop.channels().outbound().keySet();
    if (files.containsKey("colours.yaml")) {
      yaml("colours.yaml").table().ifPresent(table -> colours.putAll(table.textsByText()));
    }
    for (var table : yaml("placements.yaml").tables()) {
      placement(table);
    }
    if (files.containsKey("metrics.yaml")) {
      metrics();
    }
    each("contents/", this::content);
    each("campaigns", this::campaign);
    each("experiments/", this::experiment);
    references.forEach(Runnable::run);
    findings.addAll(UnreadFiles.of(files.keySet()));
    var drl = drl();
    return new FolderReading(
        new RuleFolder(
            hash,
            shop.zone(),
            shop.currency(),
            placements,
            campaigns,
            contents,
            experiments,
            metrics,
            new Holdouts(shop.holdout(), heldOut),
            drl,
            shop.privacy(),
            shop.interests(),
            shop.dates(),
            shop.channels()),
        findings);
  }

  /** Checks references, unless what they lead to may stand where nothing could be read. */
  private void run(Runnable check) {
    if (Collections.disjoint(unreadable, Set.of("placement", "content", "metric"))) {
      check.run();
    }
  }

  private void each(String prefix, Consumer<YamlTable> read) {
    for (var name : files.keySet()) {
      boolean inFolder = name.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
      if (name.endsWith(".yaml") && (inFolder || name.equals(prefix + ".yaml"))) {
        yaml(name).tables().forEach(read);
      }
    }
  }

  private YamlFile yaml(String name) {
    var text = files.get(name);
    if (text == null) {
      findings.add(Finding.error(name, "KF003", "The file is missing."));
      return YamlFile.read(name, "{}", new ArrayList<>());
    }
    var file = YamlFile.read(name, text, findings);
    if (file.isUnreadable()) {
      var part = name.replaceAll("/.*|s?\\.yaml$", "").replaceAll("s$", "");
      unreadable.add(part);
    }
    return file;
  }

  /**
   * Takes down references to what does not exist, unless it may stand where nothing could be read;
   * once everything is read.
   */
  private void refer(
      YamlTable table, String key, List<String> ids, String what, Set<String> known) {
    references.add(
        () -> {
          if (!unreadable.contains(what)) {
            table.refer(key, ids, what, known);
          }
        });
  }

  private void placement(YamlTable table) {
    var id = listed(table);
    var channel = table.text("channel", "web");
    var content = table.optional("content");
    table.refuseOthers();
    unique(table, "placement", id, placements.putIfAbsent(id, new Placement(id, channel, content)));
    if (content != null) {
      refer(table, "content", List.of(content), "content", contents.keySet());
    }
  }

  private void metrics() {
    var tables = yaml("metrics.yaml").tables();
    for (var table : tables) {
      var id = listed(table);
      unique(table, "metric", id, metrics.putIfAbsent(id, MetricReader.metric(table, id)));
    }
    if (!tables.isEmpty() && !MetricReader.hasGoal(metrics.values())) {
      tables.get(0).error("guardrail", "KF018", "All metrics are guardrails, expected a goal.");
    }
  }

  private void content(YamlTable table) {
    var id = id(table);
    var products =
        table.table("products").map(one -> SelectionReader.read(one, colours)).orElse(null);
    var languages = LanguageReader.ofContent(table);
    var content = Content.of(id, table.rest(), products, languages);
    unique(table, "content", id, contents.putIfAbsent(id, content));
  }

  private void campaign(YamlTable table) {
    var id = id(table);
    var campaign =
        CampaignReader.campaign(
            table, id, new FlowReferences(references, unreadable, placements, contents, outbound));
    heldOut.put(id, table.whole("holdout", 0, ALL, 0));
    table.refuseOthers();
    unique(table, "campaign", id, campaigns.putIfAbsent(id, campaign));
    if (campaign.flow() == null) {
      refer(table, "placements", campaign.placements(), "placement", placements.keySet());
      refer(table, "contents", campaign.contents(), "content", contents.keySet());
    }
    var goal = campaign.goal();
    if (goal != null) {
      refer(table, "goal", List.of(goal), "metric", metrics.keySet());
      references.add(
          () ->
              Optional.ofNullable(metrics.get(goal))
                  .ifPresent(metric -> CampaignReader.goalHolds(table, metric)));
    }
    references(table, id, campaign.limits());
  }

  private void references(YamlTable table, String id, CampaignLimits limits) {
    var group = limits.group();
    if (group != null) {
      refer(table, "group", List.of(group), "group", shop.channels().limits().groups().keySet());
    }
    var budget = limits.budget();
    if (budget != null && budget.metric() != null) {
      refer(table, "budget", List.of(budget.metric()), "metric", metrics.keySet());
      boolean held = shop.holdout() > 0 || heldOut.getOrDefault(id, 0) > 0;
      CampaignReader.conversionsHold(table, metrics.get(budget.metric()), held);
    }
  }

  private void experiment(YamlTable table) {
    var experiment = experimentReader.read(table, id(table));
    unique(
        table, "experiment", experiment.id(), experiments.putIfAbsent(experiment.id(), experiment));
    references.add(() -> alone(table, experiment));
  }

  /** That no other experiment of its group has the same visitors. */
  private void alone(YamlTable table, ExperimentFile experiment) {
    var place = experiment.split().exclusion();
    for (var other : experiments.values()) {
      var others = other.split().exclusion();
      if (place != null
          && others != null
          && other.id().compareTo(experiment.id()) < 0
          && place.overlaps(others)) {
        table.error(
            "exclusion",
            "KF008",
            "In group %s, %d to %d of %s overlaps %d to %d of %s."
                .formatted(
                    place.group(),
                    place.from(),
                    place.to(),
                    experiment.id(),
                    others.from(),
                    others.to(),
                    other.id()));
      }
    }
  }

  private static String id(YamlTable table) {
    var id = table.optional("id");
    if (id == null && table.file().isList()) {
      table.error(null, "KF003", "The key \"id\" is missing.");
      return "?";
    }
    return table.id("id", table.file().stem());
  }

  /** The id of one of a list. */
  private static String listed(YamlTable table) {
    var id = table.text("id", "?");
    return table.has("id") ? table.id("id", id) : id;
  }

  private static void unique(YamlTable table, String what, String id, @Nullable Object earlier) {
    if (earlier != null) {
      table.error("id", "KF005", "There is another %s \"%s\".".formatted(what, id));
    }
  }

  private List<DrlFile> drl() {
    var sentences = Sentences.of(files, findings);
    var drl = new ArrayList<DrlFile>();
    files.forEach(
        (name, text) -> {
          if (!UnreadFiles.isOfRules(name)) {
            return;
          }
          if (name.startsWith("segments/")) {
            drl.add(new DrlFile(name, Concern.SEGMENTS, text, sentences));
          } else if (name.startsWith("campaigns/")) {
            drl.add(new DrlFile(name, Concern.CAMPAIGNS, text, sentences));
          } else {
            findings.add(
                Finding.error(
                    name, "KF009", "A file of rules lies outside segments/ and campaigns/."));
          }
        });
    drl.addAll(FlowRules.of(campaigns.values(), sentences));
    return drl;
  }
}
