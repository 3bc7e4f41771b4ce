package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.rulesets.liveness.Alert;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.wire.Json;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells how the rules in force live. */
final class RuleRoutes {
  private final Services services;

  RuleRoutes(Services services) {
    this.services = services;
  }

  void live(RoutingContext context) {
    services
        .rules()
        .live()
        .get()
        .onSuccess(rules -> Answers.json(context, 200, json -> write(json, rules)))
        .onFailure(context::fail);
  }

  static void write(JsonGenerator json, LiveRules rules) throws IOException {
    json.writeStartObject();
    json.writeStringField("ruleset", rules.ruleset());
    json.writeArrayFieldStart("days");
    for (int day = 0; day < rules.days().size(); day++) {
      json.writeStartObject();
      json.writeStringField("day", rules.days().get(day).toString());
      json.writeNumberField("decisions", rules.decisions().get(day));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("rules");
    for (var line : rules.rules()) {
      line(json, line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void line(JsonGenerator json, LiveRules.Line line) throws IOException {
    var rule = line.rule();
    json.writeStartObject();
    json.writeStringField("rule", rule.name());
    json.writeStringField("file", rule.file());
    json.writeNumberField("line", rule.line());
    texts(json, "campaigns", rule.campaigns());
    texts(json, "segments", rule.segments());
    Json.text(json, "owner", rule.owner());
    Json.text(json, "lastFired", text(line.lastFired()));
    json.writeArrayFieldStart("fires");
    for (long fires : line.fires()) {
      json.writeNumber(fires);
    }
    json.writeEndArray();
    json.writeNumberField("share", line.share());
    var alert = line.alert();
    if (alert != null) {
      json.writeFieldName("alert");
      alert(json, alert);
    }
    json.writeEndObject();
  }

  private static void alert(JsonGenerator json, Alert alert) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", alert.at().toString());
    json.writeStringField("since", alert.since().toString());
    json.writeNumberField("expected", alert.expected());
    Json.text(json, "fileChanged", text(alert.edited()));
    Json.text(json, "obstacle", alert.obstacle());
    json.writeStringField("text", alert.words());
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
