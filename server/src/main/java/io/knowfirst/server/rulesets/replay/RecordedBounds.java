package io.knowfirst.server.rulesets.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.decide.arbitration.MeasuredValues;
import io.knowfirst.server.decide.arbitration.MomentBounds;
import io.knowfirst.server.decide.arbitration.MomentBounds.Objection;
import io.knowfirst.server.decide.arbitration.PageView;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What bore on the arbitration of a recorded decision, as fields of its JSON. */
final class RecordedBounds {
  private RecordedBounds() {}

  /** Writes what concerns the placements that were asked for. */
  static void write(JsonGenerator json, MomentBounds bounds, List<Placement> placements)
      throws IOException {
    values(json, bounds.values(), placements);
    if (!bounds.objections().isEmpty()) {
      json.writeArrayFieldStart("objections");
      for (var objection : bounds.objections()) {
        json.writeStartObject();
        RecordingFormat.text(json, "placement", objection.placement());
        json.writeStringField("campaign", objection.campaign());
        json.writeStringField("code", objection.note().code().word());
        json.writeStringField("text", objection.note().text());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    var view = bounds.view();
    if (view != null) {
      json.writeStringField("viewBegan", view.began().toString());
      json.writeObjectFieldStart("viewShows");
      for (var seat : new TreeMap<>(view.shown()).entrySet()) {
        json.writeArrayFieldStart(seat.getKey());
        json.writeString(seat.getValue().campaign());
        json.writeString(seat.getValue().decision());
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }

  private static void values(
      JsonGenerator json, MeasuredValues measured, List<Placement> placements) throws IOException {
    var asked = new TreeMap<String, Map<String, Double>>();
    for (var placement : placements) {
      var there = measured.values().get(placement.id());
      if (there != null) {
        asked.put(placement.id(), new TreeMap<>(there));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    json.writeStringField("measured", measured.version());
    json.writeObjectFieldStart("values");
    for (var placement : asked.entrySet()) {
      json.writeObjectFieldStart(placement.getKey());
      for (var value : placement.getValue().entrySet()) {
        json.writeNumberField(value.getKey(), value.getValue());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Reads it back. */
  static MomentBounds read(JsonNode json) {
    var objections = new ArrayList<Objection>();
    for (var one : json.path("objections")) {
      var code = Code.valueOf(one.path("code").asText().toUpperCase(Locale.ROOT).replace('-', '_'));
      objections.add(
          new Objection(
              RecordingFormat.maybe(one, "placement"),
              one.path("campaign").asText(),
              new Note(code, one.path("text").asText())));
    }
    var values = values(json);
    var view = view(json);
    return values.values().isEmpty() && objections.isEmpty() && view == null
        ? MomentBounds.NONE
        : new MomentBounds(values, objections, view);
  }

  private static MeasuredValues values(JsonNode json) {
    if (!json.has("values")) {
      return MeasuredValues.NONE;
    }
    var values = new HashMap<String, Map<String, Double>>();
    for (var placement : json.path("values").properties()) {
      var there = new HashMap<String, Double>();
      placement
          .getValue()
          .properties()
          .forEach(value -> there.put(value.getKey(), value.getValue().asDouble()));
      values.put(placement.getKey(), there);
    }
    return new MeasuredValues(json.path("measured").asText(), values);
  }

  private static @Nullable PageView view(JsonNode json) {
    if (!json.has("viewBegan")) {
      return null;
    }
    var seats = new HashMap<String, PageView.Seat>();
    for (var seat : json.path("viewShows").properties()) {
      seats.put(
          seat.getKey(),
          new PageView.Seat(seat.getValue().path(0).asText(), seat.getValue().path(1).asText()));
    }
    return new PageView(Instant.parse(json.path("viewBegan").asText()), seats);
  }
}
