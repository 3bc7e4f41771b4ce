package io.knowfirst.server.rulesets.scenarios;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Trigger;
import io.knowfirst.rules.folder.YamlFile;
import io.knowfirst.rules.folder.YamlTable;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.OutboundMoment.Ring;
import io.knowfirst.server.decide.TriggerTimes;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.rulesets.scenarios.Scenario.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads scenario files and takes down everything that is wrong in them. */
final class ScenarioReader {
  /** A Friday's noon in Berlin: the clock of scenarios that give none. */
  static final Instant NOON = Instant.parse("2026-11-20T11:00:00Z");

  private static final String VISITOR = "scenario";
  private static final Set<String> OUTCOMES = Set.of("known", "tested", "default");
  private static final Map<String, Double> PARAMETERS = parameters();
  private static final JsonMapper JSON = new JsonMapper();

  private final RuleBase base;
  private final Set<String> rules;
  private final List<Finding> findings;

  ScenarioReader(RuleBase base, List<Finding> findings) {
    this.base = base;
    this.rules = base.rules().stream().map(RuleCard::name).collect(Collectors.toSet());
    this.findings = findings;
  }

  List<Scenario> read(String name, String text) {
    return YamlFile.read(name, text, findings).tables().stream()
        .map(table -> read(name, table))
        .toList();
  }

  private static Map<String, Double> parameters() {
    var parameters = new LinkedHashMap<String, Double>();
    parameters.put("r", 0.5);
    parameters.put("alpha", 30.0);
    parameters.put("a", 0.8);
    parameters.put("b", 2.4);
    parameters.put("p", 6.25);
    parameters.put("q", 3.74);
    parameters.put("gamma", 15.44);
    return parameters;
  }

  private Scenario read(String file, YamlTable table) {
    var name = table.text("name", "without a name");
    var rule = table.table("rule").orElse(null);
    boolean fires = rule != null && rule.has("fires");
    var about = rule == null ? null : rule.text(fires ? "fires" : "not", "");
    if (rule != null && about != null) {
      rule.refer(fires ? "fires" : "not", List.of(about), "rule", rules);
      rule.refuseOthers();
    }
    var given = table.instant("now");
    var now = given == null ? NOON : given;
    var who = table.table("visitor").orElse(null);
    var id = who == null ? null : who.optional("id");
    var visitor = id == null ? VISITOR : id;
    var events = table.has("events") ? table.tables("events") : List.<YamlTable>of();
    var past = new Past(visitor, now, base.folder().zone()).read(who, events);
    if (who != null) {
      who.refuseOthers();
    }
    var context = Present.read(table.table("context").orElse(null));
    var placements = placements(table);
    var channel = placements.isEmpty() ? "web" : placements.get(0).channel();
    var expected = expected(table);
    var products = table.has("catalogue") ? products(file, table.tables("catalogue")) : null;
    boolean tests = table.truth("experiments", true);
    var model = table.table("forecast").map(one -> model(one, now)).orElse(null);
    var changed = table.optional("changed");
    var trends = SupposedTrends.read(table, now);
    table.refuseOthers();
    if (expected.outcome() != null && placements.isEmpty()) {
      table.error(
          "expect", "KF003", "An outcome is expected, but the key \"placement\" is missing.");
    }
    if (rule == null && !table.has("expect")) {
      table.error(
          null, "KF003", "Nothing is expected. Maybe add \"expect:\" or \"rule: {fires: …}\".");
    }
    var profile = Profile.of(visitor, past);
    return new Scenario(
        file,
        table.line(),
        name,
        about,
        fires,
        new DecisionRequest(visitor, channel, placements, context, List.of(), now),
        profile,
        expected,
        products,
        tests,
        model,
        rings(about, profile, now, changed),
        trends);
  }

  /** The rule, where it has a trigger and its time has come for the visitor. */
  private List<Ring> rings(
      @Nullable String rule, Profile profile, Instant now, @Nullable String changed) {
    return base.rules().stream()
        .filter(card -> card.name().equals(rule))
        .map(RuleCard::trigger)
        .filter(Objects::nonNull)
        .filter(trigger -> isTime(trigger, profile, now, changed))
        .map(trigger -> new Ring(String.valueOf(rule), trigger.isOfProduct() ? changed : null))
        .toList();
  }

  private boolean isTime(Trigger trigger, Profile profile, Instant now, @Nullable String changed) {
    return trigger.isOfProduct()
        ? changed != null && TriggerTimes.isInterested(profile, changed, now)
        : TriggerTimes.nominal(trigger, profile, now, base.folder().zone())
            .filter(nominal -> TriggerTimes.isDue(trigger, nominal, now))
            .isPresent();
  }

  /** The parameters of a forecast; those that are not said are those of a small shop. */
  private static BuyingModel model(YamlTable table, Instant now) {
    var all = new double[PARAMETERS.size()];
    int i = 0;
    for (var one : PARAMETERS.entrySet()) {
      var said = table.decimal(one.getKey(), 1e-6, 1e6, one.getValue());
      all[i++] = said == null ? one.getValue() : said;
    }
    int age = table.whole("fitDaysAgo", 0, 3_650, 0);
    table.refuseOthers();
    return BuyingModel.of(all, now.minus(Duration.ofDays(age)));
  }

  private List<Placement> placements(YamlTable table) {
    var id = table.optional("placement");
    if (id == null) {
      return List.of();
    }
    var known = base.folder().placements();
    table.refer("placement", List.of(id), "placement", known.keySet());
    var placement = known.get(id);
    return placement == null ? List.of() : List.of(placement);
  }

  private Expected expected(YamlTable table) {
    var expect = table.table("expect").orElse(null);
    if (expect == null) {
      return new Expected(null, null, null, List.of(), List.of(), List.of(), Map.of());
    }
    var outcome = expect.optional("outcome");
    if (outcome != null) {
      expect.refer("outcome", List.of(outcome), "outcome", OUTCOMES);
    }
    var campaign = one(expect, "campaign", "campaign", base.folder().campaigns().keySet());
    var content = one(expect, "content", "content", base.folder().contents().keySet());
    var segments = expect.oneOrMore("segments");
    expect.refer("segments", segments, "segment", base.segments());
    var not = expect.oneOrMore("notSegments");
    expect.refer("notSegments", not, "segment", base.segments());
    var choices = new LinkedHashMap<String, String>();
    expect
        .table("choices")
        .map(YamlTable::rest)
        .orElse(Map.of())
        .forEach((key, value) -> choices.put(key, value.toString()));
    var products = expect.oneOrMore("products");
    expect.refuseOthers();
    return new Expected(outcome, campaign, content, products, segments, not, choices);
  }

  private static @Nullable String one(YamlTable table, String key, String what, Set<String> known) {
    var id = table.optional(key);
    if (id != null) {
      table.refer(key, List.of(id), what, known);
    }
    return id;
  }

  /** The products of a list, shaped as those of an upload. */
  Assortment products(String file, List<YamlTable> tables) {
    var lines = new ArrayList<String>(tables.size());
    for (var table : tables) {
      try {
        lines.add(JSON.writeValueAsString(table.rest()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("What YAML holds can be written as JSON.", e);
      }
    }
    return Assortment.read(
        lines,
        problem ->
            findings.add(
                Finding.error(
                    file,
                    tables.get((int) problem.line() - 1).line(),
                    1,
                    "KF007",
                    "The product's %s is %s, expected %s."
                        .formatted(problem.pointer(), problem.value(), problem.expected()))));
  }
}
