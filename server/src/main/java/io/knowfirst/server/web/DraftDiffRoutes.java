package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.PolicyDiff;
import io.knowfirst.server.rulesets.drafts.PolicyDiff.AudienceRule;
import io.knowfirst.server.rulesets.drafts.PolicyDiff.PolicyChange;
import io.knowfirst.server.rulesets.versions.RulesetDiff;
import io.knowfirst.server.wire.Json;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;

/** Compares a draft with its base version, by line, by rule and in words. */
final class DraftDiffRoutes {
  private final Services services;

  DraftDiffRoutes(Services services) {
    this.services = services;
  }

  private record Both(RulesetDiff lines, PolicyDiff words) {}

  void diff(RoutingContext context) {
    DraftDesk desk = services.rules().drafts().get();
    desk.drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                DraftAnswers.make(
                    context,
                    opened.draft(),
                    () -> {
                      var files = opened.files();
                      var both =
                          new Both(
                              RulesetDiff.of(files.base(), files.now()),
                              PolicyDiff.of(files.base(), files.now()));
                      return json -> write(json, both);
                    }))
        .onFailure(context::fail);
  }

  private static void write(JsonGenerator json, Both both) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("policies");
    for (var change : both.words().changes()) {
      policy(json, change);
    }
    json.writeEndArray();
    RulesetWriter.differences(json, both.lines());
    json.writeEndObject();
  }

  private static void policy(JsonGenerator json, PolicyChange change) throws IOException {
    json.writeStartObject();
    json.writeStringField("what", change.what());
    json.writeStringField("id", change.id());
    json.writeStringField("change", change.kind().word());
    json.writeStringField("text", change.words());
    audience(json, "before", change.before());
    audience(json, "after", change.after());
    json.writeArrayFieldStart("fields");
    for (var field : change.fields()) {
      json.writeStartObject();
      json.writeStringField("field", field.field());
      Json.text(json, "before", field.before());
      Json.text(json, "after", field.after());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void audience(JsonGenerator json, String name, List<AudienceRule> rules)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (var rule : rules) {
      json.writeStartObject();
      json.writeStringField("rule", rule.rule());
      json.writeStringField("conditions", rule.conditions());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
