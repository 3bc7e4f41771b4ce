package io.knowfirst.server.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.YamlEdit;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.Supposed;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.rulesets.scenarios.Attempt;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.wire.Contexts;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides for a preview at all placements: for a scenario, a visitor described in a form, or one
 * who is stored.
 *
 * @param rules that decide
 * @param files of the same version
 * @param now the clock where the form gives none
 */
record PreviewRun(
    ConsoleRequest request,
    ActiveRules rules,
    SortedMap<String, String> files,
    Assortment assortment,
    Instant now) {
  static final String NAME = "Preview";
  private static final String FILE = "scenarios/preview.yaml";
  private static final int MOST_RULES = 200;
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "type", List.of("page", "type"),
          "category", List.of("page", "category"),
          "product", List.of("page", "product"),
          "city", List.of("geo", "city"),
          "condition", List.of("weather", "condition"),
          "device", List.of("device", "type"),
          "source", List.of("utm", "source"));

  private @Nullable Instant asked() {
    return Persona.clock(request.field("now"), rules.base().folder().zone());
  }

  /** The clock of the form, or this moment. */
  Instant clock() {
    var asked = asked();
    return asked == null ? now : asked;
  }

  private Set<String> why() {
    return rules.base().rules().stream()
        .filter(rule -> !rule.campaigns().isEmpty())
        .map(RuleCard::name)
        .limit(MOST_RULES)
        .collect(Collectors.toSet());
  }

  /**
   * For a scenario, or a visitor described in the form. Takes a while: not on an event loop.
   *
   * @throws IllegalArgumentException where the form holds what is none
   */
  Traced described() {
    var folder = rules.base().folder();
    var all = new TreeMap<>(files);
    var name = request.field("scenario");
    if (name.isEmpty()) {
      all.keySet().removeIf(file -> file.startsWith("scenarios/"));
      var entry = new LinkedHashMap<>(Persona.of(request).entry(NAME, clock(), folder.zone()));
      entry.put("expect", "{}");
      all.put(FILE, YamlEdit.add("", entry));
    }
    var scenarios = Scenarios.of(all, rules.base()).with(assortment);
    var places = List.copyOf(folder.placements().keySet());
    return Attempt.of(scenarios, name.isEmpty() ? NAME : name, places, asked()).trace(rules, why());
  }

  /**
   * For a visitor who is stored; that somebody asked is kept in the audit first.
   *
   * @throws IllegalArgumentException where this person may not, or no visitor can be called so
   */
  Future<Traced> stored(VisitorSources visitors, AuditLog audit) {
    var id = request.field("visitor");
    if (!request.who().user().caller().may(Set.of(Role.PRIVACY))) {
      throw new IllegalArgumentException("A stored visitor takes the role privacy.");
    }
    if (Text.idFault(id) != null) {
      throw new IllegalArgumentException(
          "No visitor can have this id. Maybe it is too long, or has odd characters.");
    }
    var placements = List.copyOf(rules.base().folder().placements().values());
    var asks =
        new DecisionRequest(
            id,
            placements.isEmpty() ? "web" : placements.get(0).channel(),
            placements,
            context(),
            List.of(),
            clock());
    var supposed = new Supposed(Map.of(), Map.of(), false, List.of());
    var simulation = new Simulation(rules, asks, true, supposed, new Trace.Questions(why(), false));
    return audit
        .addOfVisitor(request.actor(), "visitor.simulated", id)
        .compose(kept -> visitors.simulate().apply(simulation));
  }

  private Context context() {
    var tree = JsonNodeFactory.instance.objectNode();
    var persona = Persona.of(request);
    PATHS.forEach(
        (field, path) -> {
          var value = persona.at(field);
          if (!value.isEmpty()) {
            tree.withObject("/" + path.get(0)).put(path.get(1), value);
          }
        });
    return Contexts.read(tree).context();
  }
}
