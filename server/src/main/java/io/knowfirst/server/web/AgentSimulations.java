package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** Decisions that agents try, by the live rules or by those of a draft. */
final class AgentSimulations {
  private static final String DRAFT = "draft";
  private static final String RULES = "rules";
  private static final String CAMPAIGN = "campaign";

  private final Services services;
  private final SimulationRoutes live;
  private final DraftSimulationRoutes drafts;

  AgentSimulations(Services services, SimulationRoutes live, DraftSimulationRoutes drafts) {
    this.services = services;
    this.live = live;
    this.drafts = drafts;
  }

  Future<Answers.Writer> simulate(RoutingContext context, ObjectNode arguments) {
    var question = arguments.deepCopy();
    var named = question.remove(DRAFT);
    if (named == null) {
      return live.simulated(context, question);
    }
    var faults = new Faults();
    var draft = Fields.of(arguments, At.ROOT, faults).requiredId(DRAFT);
    Refused.unlessNone(faults);
    return services
        .rules()
        .drafts()
        .get()
        .drafts()
        .open(draft)
        .compose(opened -> drafts.simulated(context, opened, question));
  }

  /** Why rules did not fire, without the rest of the trace. */
  Future<Answers.Writer> whyNot(RoutingContext context, ObjectNode arguments) {
    var question = arguments.deepCopy();
    var rules = question.remove(RULES);
    var campaign = question.remove(CAMPAIGN);
    if (rules == null && campaign == null) {
      var faults = new Faults();
      Fields.of(arguments, At.ROOT, faults)
          .refuse(RULES, "names of rules, or the id of a campaign in campaign");
      Refused.unlessNone(faults);
    }
    if (rules != null) {
      question.set("why", rules);
    }
    if (campaign != null) {
      question.set("whyCampaign", campaign);
    }
    return simulate(context, question)
        .map(
            answer -> {
              var whole = Json.parse(Answers.bytes(answer).getBytes());
              return json -> json.writeTree(explained(whole));
            });
  }

  private static JsonNode explained(JsonNode whole) {
    var answer = ((ObjectNode) whole).objectNode();
    answer.set("whyNot", whole.at("/trace/whyNot"));
    answer.set("decisions", whole.path("decisions"));
    if (whole.has("notes")) {
      answer.set("notes", whole.path("notes"));
    }
    return answer;
  }
}
