package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.Rivals;
import io.knowfirst.server.experiments.lifecycle.HistoryEntry;
import io.knowfirst.server.experiments.lifecycle.Period;
import io.knowfirst.server.wire.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes experiments as they stand. */
final class ExperimentWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ExperimentWriter() {}

  static void list(JsonGenerator json, List<Registered> all, Instant now) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("experiments");
    for (var experiment : all) {
      one(json, experiment, now);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * What somebody just changed, with who takes visitors of whom.
   *
   * @param advice on the definition that was applied
   */
  static void changed(
      JsonGenerator json,
      Registered experiment,
      List<Registered> all,
      Instant now,
      List<Finding> advice)
      throws IOException {
    json.writeStartObject();
    fields(json, experiment, now);
    warnings(json, experiment, all, now);
    if (!advice.isEmpty()) {
      json.writeFieldName("findings");
      Answers.findings(json, advice);
    }
    json.writeEndObject();
  }

  private static void one(JsonGenerator json, Registered experiment, Instant now)
      throws IOException {
    json.writeStartObject();
    fields(json, experiment, now);
    json.writeEndObject();
  }

  private static void warnings(
      JsonGenerator json, Registered experiment, List<Registered> all, Instant now)
      throws IOException {
    json.writeArrayFieldStart("warnings");
    for (var warning : Rivals.warnings(experiment, all, now)) {
      json.writeString(warning);
    }
    json.writeEndArray();
  }

  static void whole(
      JsonGenerator json,
      Registered experiment,
      List<Registered> all,
      Instant now,
      List<Period> periods,
      List<HistoryEntry> history)
      throws IOException {
    json.writeStartObject();
    fields(json, experiment, now);
    warnings(json, experiment, all, now);
    json.writeFieldName("definition");
    MAPPER.writeValue(json, experiment.definition().given());
    json.writeArrayFieldStart("periods");
    for (var period : periods) {
      period(json, period);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("history");
    for (var change : history) {
      json.writeStartObject();
      json.writeStringField("at", change.at().toString());
      json.writeStringField("who", change.who());
      json.writeStringField("what", change.what());
      json.writeStringField("detail", change.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void fields(JsonGenerator json, Registered experiment, Instant now)
      throws IOException {
    var definition = experiment.definition();
    var split = experiment.split();
    json.writeStringField("id", experiment.id());
    json.writeStringField("name", definition.name());
    Json.text(json, "owner", definition.owner());
    json.writeStringField("placement", definition.placement());
    json.writeStringField("state", experiment.state().word());
    json.writeBooleanField("asks", experiment.asks(now));
    json.writeNumberField("phase", split.phase());
    json.writeStringField("seed", split.seed());
    json.writeNumberField("coverage", split.coverage());
    var order = definition.split().order();
    if (order != null) {
      json.writeNumberField("order", order);
    }
    json.writeStringField("mode", definition.bandit() == null ? "fixed" : "bandit");
    json.writeArrayFieldStart("variations");
    for (var variation : split.variations()) {
      json.writeStartObject();
      json.writeStringField("id", variation.id());
      json.writeNumberField("weight", variation.weight());
      json.writeEndObject();
    }
    json.writeEndArray();
    Json.text(json, "decision", experiment.decision());
    Json.text(json, "from", time(definition.from()));
    Json.text(json, "until", time(definition.until()));
    Json.text(json, "started", time(experiment.started()));
    json.writeStringField("changed", experiment.changed().toString());
  }

  private static void period(JsonGenerator json, Period period) throws IOException {
    json.writeStartObject();
    json.writeNumberField("phase", period.phase());
    json.writeStringField("since", period.since().toString());
    json.writeNumberField("coverage", period.coverage());
    json.writeArrayFieldStart("variations");
    for (int i = 0; i < period.variations().size(); i++) {
      json.writeStartObject();
      json.writeStringField("id", period.variations().get(i));
      json.writeNumberField("weight", period.weights().get(i));
      json.writeNumberField("share", period.shares().get(i));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
