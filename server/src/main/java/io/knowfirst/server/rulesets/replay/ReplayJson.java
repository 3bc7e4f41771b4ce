package io.knowfirst.server.rulesets.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;

/** A replay's report as JSON. */
public final class ReplayJson {
  private static final int MOST_CHANGES = 200;

  private final JsonGenerator json;

  private ReplayJson(JsonGenerator json) {
    this.json = json;
  }

  public static void write(JsonGenerator json, ReplayReport report) throws IOException {
    new ReplayJson(json).report(report);
  }

  private void report(ReplayReport report) throws IOException {
    var frame = report.frame();
    json.writeStartObject();
    json.writeStringField("summary", report.summary());
    json.writeStringField("from", frame.from().toString());
    json.writeStringField("until", frame.until().toString());
    json.writeStringField("inForce", frame.inForce());
    json.writeStringField("edited", frame.edited());
    json.writeNumberField("catalogue", frame.catalogue());
    json.writeNumberField("recorded", frame.recorded());
    json.writeNumberField("seconds", frame.seconds());
    json.writeFieldName("proof");
    proof(report.proof());
    json.writeNumberField("decisions", report.decisions());
    json.writeNumberField("changed", report.changed());
    json.writeNumberField("share", report.share());
    json.writeObjectFieldStart("outcomes");
    for (var outcome : report.outcomes().entrySet()) {
      json.writeFieldName(outcome.getKey().word());
      json.writeStartObject();
      counts(outcome.getValue());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeArrayFieldStart("placements");
    for (var at : report.placements()) {
      json.writeStartObject();
      json.writeStringField("placement", at.placement());
      json.writeNumberField("decisions", at.decisions());
      json.writeNumberField("changed", at.changed());
      json.writeEndObject();
    }
    json.writeEndArray();
    counts("campaigns", "campaign", report.campaigns());
    counts("segments", "segment", report.segments());
    json.writeArrayFieldStart("changes");
    for (var change : report.changes().stream().limit(MOST_CHANGES).toList()) {
      change(change);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void proof(ReplayReport.Proven proof) throws IOException {
    json.writeStartObject();
    json.writeNumberField("decisions", proof.decisions());
    json.writeNumberField("equal", proof.equal());
    json.writeNumberField("productsCompared", proof.products());
    json.writeArrayFieldStart("unequal");
    for (var entry : proof.counts().entrySet()) {
      if (entry.getKey() != Reproduction.EQUAL) {
        json.writeStartObject();
        json.writeStringField("cause", entry.getKey().word());
        json.writeStringField("meaning", entry.getKey().meaning());
        json.writeNumberField("decisions", entry.getValue());
        texts("examples", proof.examples(entry.getKey()));
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void counts(String list, String name, Map<String, Counts> counts) throws IOException {
    json.writeArrayFieldStart(list);
    for (var entry : counts.entrySet()) {
      json.writeStartObject();
      json.writeStringField(name, entry.getKey());
      counts(entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void counts(Counts counts) throws IOException {
    json.writeNumberField("before", counts.before());
    json.writeNumberField("after", counts.after());
    json.writeNumberField("gained", counts.gained());
    json.writeNumberField("lost", counts.lost());
  }

  private void change(DecisionChange change) throws IOException {
    json.writeStartObject();
    json.writeStringField("placement", change.placement());
    json.writeStringField("before", change.before());
    json.writeStringField("after", change.after());
    json.writeNumberField("decisions", change.decisions());
    json.writeStringField("reason", change.reason());
    texts("examples", change.examples());
    json.writeEndObject();
  }

  private void texts(String field, Iterable<String> texts) throws IOException {
    json.writeArrayFieldStart(field);
    for (var text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
