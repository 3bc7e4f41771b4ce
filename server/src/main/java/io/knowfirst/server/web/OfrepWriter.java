package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions as evaluations of flags.
 *
 * @param fixed placements of which nothing is decided
 * @param whole whether with what differs from one decision to the next that decides the same
 */
record OfrepWriter(Set<String> fixed, boolean whole) {
  private static final String NO_VARIANT = "none";
  private static final int INACTIVITY_SECONDS = 120;

  /** All flags, and where changes are told. */
  void flags(JsonGenerator json, List<Decision> decisions, @Nullable String stream)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("flags");
    for (var decision : decisions) {
      for (var placed : decision.placements()) {
        flag(json, decision, placed);
      }
    }
    json.writeEndArray();
    if (stream != null) {
      json.writeArrayFieldStart("eventStreams");
      json.writeStartObject();
      json.writeStringField("type", "sse");
      json.writeObjectFieldStart("endpoint");
      json.writeStringField("requestUri", stream);
      json.writeEndObject();
      json.writeNumberField("inactivityDelaySec", INACTIVITY_SECONDS);
      json.writeEndObject();
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  void flag(JsonGenerator json, Decision decision, Placed placed) throws IOException {
    var content = placed.content();
    json.writeStartObject();
    json.writeStringField("key", placed.placement());
    json.writeStringField("reason", reason(placed));
    json.writeStringField("variant", variant(placed));
    if (content != null) {
      json.writeFieldName("value");
      DecisionWriter.writePayload(json, content, decision.at());
    }
    metadata(json, decision, placed);
    json.writeEndObject();
  }

  private String reason(Placed placed) {
    return switch (placed.outcome()) {
      case KNOWN -> "TARGETING_MATCH";
      case TESTED -> "SPLIT";
      case DEFAULT -> fixed.contains(placed.placement()) ? "STATIC" : "DEFAULT";
    };
  }

  private static String variant(Placed placed) {
    var tested = placed.experiment();
    var content = placed.content();
    return tested != null ? tested.variation() : content == null ? NO_VARIANT : content.id();
  }

  private void metadata(JsonGenerator json, Decision decision, Placed placed) throws IOException {
    var tested = placed.experiment();
    json.writeObjectFieldStart("metadata");
    json.writeStringField("ruleset", decision.ruleset());
    json.writeStringField("outcome", placed.outcome().word());
    Json.text(json, "campaign", placed.campaign());
    if (tested != null) {
      json.writeStringField("experiment", tested.experiment());
      json.writeNumberField("phase", tested.phase());
    }
    if (whole) {
      json.writeStringField("decisionId", decision.id());
      if (!Unproven.drawing(decision.visitor()).isEmpty()) {
        json.writeStringField("token", placed.token());
      }
    }
    json.writeEndObject();
  }

  /** Names what is decided: the same for whoever sees the same. */
  String tag(List<Decision> decisions) {
    return StaticFile.tag(Answers.bytes(json -> flags(json, decisions, null)).getBytes());
  }
}
