package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.scenarios.Attempt;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.SimulationReader;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by a draft without anything coming of it: for a visitor as {@code POST /v1/simulate}
 * takes one, or for that of a scenario of the draft.
 */
final class DraftSimulationRoutes {
  private static final String SCENARIO = "scenario";
  private static final Set<String> PERSONA =
      Set.of(SCENARIO, "placements", "now", "why", "whyCampaign");
  private static final int MOST_PLACEMENTS = 200;
  private static final Duration FURTHEST = Duration.ofDays(3653);

  private final Services services;
  private final EventReader events;
  private final AsideRules aside;
  private final StoredVisitors stored;

  DraftSimulationRoutes(Services services, SideDecisions side) {
    this.services = services;
    this.events = side.events();
    this.aside = side.aside();
    this.stored = side.stored();
  }

  void simulate(RoutingContext context) {
    var id = DraftAnswers.id(context);
    Body.json(context, Body.JSON)
        .compose(
            tree ->
                services
                    .rules()
                    .drafts()
                    .get()
                    .drafts()
                    .open(id)
                    .compose(
                        opened ->
                            simulated(context, opened, tree)
                                .onSuccess(
                                    answer ->
                                        DraftAnswers.send(context, 200, opened.draft(), answer))))
        .onFailure(context::fail);
  }

  /** What comes of the question in the tree, which the caller of the context asks. */
  Future<Answers.Writer> simulated(RoutingContext context, Opened opened, JsonNode tree) {
    var asker = IdentifiedVisitor.trusted(Gate.caller(context));
    var notes = asker.notes();
    return stored
        .admit(context, tree)
        .compose(admitted -> aside.of(context.vertx(), opened.hash(), opened.files().now()))
        .compose(
            rules ->
                tree.has(SCENARIO)
                    ? persona(context, opened, rules, tree)
                    : services
                        .decisions()
                        .simulate()
                        .apply(
                            new SimulationReader(rules, events)
                                .read(supposed(tree), asker, services.clock().instant(), notes)))
        .map(traced -> json -> SimulationWriter.write(json, traced, notes));
  }

  /** The draft says which rules decide. */
  private static JsonNode supposed(JsonNode tree) {
    if (tree.has("ruleset")) {
      var faults = new Faults();
      Fields.of(tree, At.ROOT, faults).refuse("ruleset", "nothing: the draft's rules decide");
      Refused.unlessNone(faults);
    }
    return tree;
  }

  private Future<Traced> persona(
      RoutingContext context, Opened opened, ActiveRules rules, JsonNode tree) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(PERSONA);
    var name = body.requiredId(SCENARIO);
    var placements = placements(body, rules, faults);
    var clock = services.clock().instant();
    var now = body.time("now", Instant.EPOCH, clock.plus(FURTHEST));
    var why = new SimulationReader(rules, events).questions(body);
    Refused.unlessNone(faults);
    return context
        .vertx()
        .executeBlocking(() -> traced(opened, rules, name, placements, now, why), false);
  }

  private static List<String> placements(Fields body, ActiveRules rules, Faults faults) {
    var named = body.array("placements", 1, MOST_PLACEMENTS);
    var ids = new ArrayList<String>();
    var known = rules.base().folder().placements().keySet();
    for (int i = 0; named != null && i < named.size(); i++) {
      var id = named.get(i).asText();
      if (!known.contains(id)) {
        faults.unknown(
            body.at().field("placements").item(i), id, "a placement of the draft", known);
      }
      ids.add(id);
    }
    return ids;
  }

  private static Traced traced(
      Opened opened,
      ActiveRules rules,
      String name,
      List<String> placements,
      @Nullable Instant now,
      Set<String> why) {
    try {
      var scenarios = Scenarios.of(opened.files().now(), rules.base());
      return Attempt.of(scenarios, name, placements, now).trace(rules, why);
    } catch (RuleFolderException wrong) {
      throw RulesetRefused.because(wrong.findings());
    } catch (IllegalArgumentException unknown) {
      throw new Refused(Problem.badRequest(String.valueOf(unknown.getMessage())));
    }
  }
}
