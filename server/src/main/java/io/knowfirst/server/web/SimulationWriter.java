package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.why.Unmet;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.server.decide.Explanation;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.decide.TriggerOutlook;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Notes;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a simulated decision, and all that led to it. */
final class SimulationWriter {
  private final JsonGenerator json;
  private final Traced traced;
  private final Instant at;

  private SimulationWriter(JsonGenerator json, Traced traced) {
    this.json = json;
    this.traced = traced;
    this.at = traced.decided().decision().at();
  }

  /**
   * @param notes what was left out of the request
   */
  static void write(JsonGenerator json, Traced traced, Notes notes) throws IOException {
    new SimulationWriter(json, traced).write(notes);
  }

  private void write(Notes notes) throws IOException {
    var decision = traced.decided().decision();
    json.writeStartObject();
    json.writeObjectFieldStart("visitor");
    json.writeStringField("id", decision.visitor());
    json.writeEndObject();
    json.writeStringField("now", at.toString());
    json.writeStringField("ruleset", decision.ruleset());
    each("decisions", decision.placements(), this::placed);
    notes.write(json);
    json.writeObjectFieldStart("trace");
    facts("facts", traced.decided().facts());
    facts("unasked", traced.unasked());
    var trace = traced.trace();
    each("segments", trace.evaluation().segments(), this::segment);
    each("fired", trace.fired(), this::fired);
    each("failures", trace.evaluation().failures(), this::failure);
    each("whyNot", trace.whyNot().values(), this::whyNot);
    var triggers = traced.triggers();
    if (!triggers.isEmpty()) {
      each("triggers", triggers, this::trigger);
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void placed(Placed placed) throws IOException {
    DecisionWriter.writePlaced(json, placed, at);
    each("offers", traced.turns(placed), turn -> turn(turn, placed));
  }

  private void turn(Traced.Turn turn, Placed placed) throws IOException {
    var offer = turn.offer().offer();
    json.writeStringField("campaign", offer.campaign());
    json.writeStringField("rule", turn.offer().firing().rule());
    json.writeNumberField("priority", turn.priority());
    content(offer);
    var held = placed.holdout();
    boolean shown = turn.won() && (held == null || !held.out());
    json.writeStringField("became", shown ? "shown" : turn.won() ? "held-out" : "passed-over");
    var objection = turn.objection();
    if (objection != null) {
      json.writeStringField("code", objection.code().word());
      json.writeStringField("text", objection.text());
    }
  }

  private void content(Offer offer) throws IOException {
    Json.text(json, "content", offer.content());
    json.writeObjectFieldStart("choices");
    for (var choice : offer.choices().entrySet()) {
      json.writeStringField(choice.getKey(), choice.getValue());
    }
    json.writeEndObject();
  }

  private void segment(Membership membership) throws IOException {
    json.writeStringField("segment", membership.segment());
    json.writeStringField("kind", membership.kind());
    json.writeStringField("rule", membership.firing().rule());
  }

  private void fired(Trace.Fired fired) throws IOException {
    json.writeStringField("rule", fired.rule());
    Json.text(json, "segment", fired.segment());
    var offer = fired.offer();
    if (offer != null) {
      json.writeStringField("campaign", offer.campaign());
      content(offer);
    }
    facts("matched", fired.matched());
  }

  private void failure(RuleFailure failure) throws IOException {
    json.writeStringField("rule", failure.rule());
    json.writeStringField("kind", failure.kind().name().toLowerCase(Locale.ROOT));
    json.writeStringField("text", failure.message());
  }

  private void whyNot(WhyNot answer) throws IOException {
    json.writeStringField("rule", answer.rule());
    json.writeStringField("status", answer.status().word());
    json.writeStringField("text", answer.text());
    if (!answer.file().isEmpty()) {
      json.writeStringField("file", answer.file());
      json.writeNumberField("line", answer.line());
    }
    if (!answer.unmet().isEmpty()) {
      each("unmet", answer.unmet(), this::unmet);
    }
    if (!answer.because().isEmpty()) {
      each("because", answer.because(), this::whyNot);
    }
  }

  private void trigger(TriggerOutlook outlook) throws IOException {
    json.writeStringField("rule", outlook.rule());
    json.writeStringField(
        "status", outlook.status().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    time("due", outlook.due());
    Json.text(json, "channel", outlook.channel());
    time("quietUntil", outlook.quietUntil());
    json.writeStringField("text", outlook.text());
  }

  private void time(String field, @Nullable Instant at) throws IOException {
    Json.text(json, field, at == null ? null : at.toString());
  }

  private void unmet(Unmet unmet) throws IOException {
    json.writeStringField("text", unmet.text());
    json.writeStringField("condition", unmet.condition());
    Json.text(json, "constraint", unmet.constraint());
    json.writeStringField("file", unmet.file());
    json.writeNumberField("line", unmet.line());
    json.writeNumberField("column", unmet.column());
    values(unmet.seen());
    json.writeNumberField("factsOfType", unmet.facts());
    json.writeBooleanField("alone", unmet.alone());
    var nearest = unmet.nearest();
    if (nearest != null) {
      json.writeFieldName("nearest");
      Explanation.writeFact(json, nearest, at);
    }
  }

  private void values(Map<String, Object> seen) throws IOException {
    json.writeObjectFieldStart("seen");
    for (var value : seen.entrySet()) {
      json.writeFieldName(value.getKey());
      Explanation.writeValue(json, value.getValue());
    }
    json.writeEndObject();
  }

  private void facts(String field, Collection<Fact> facts) throws IOException {
    json.writeArrayFieldStart(field);
    for (var fact : facts) {
      Explanation.writeFact(json, fact, at);
    }
    json.writeEndArray();
  }

  private <T> void each(String field, Collection<T> all, Part<T> part) throws IOException {
    json.writeArrayFieldStart(field);
    for (var one : all) {
      json.writeStartObject();
      part.write(one);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes the members of one object. */
  private interface Part<T> {
    void write(T part) throws IOException;
  }
}
