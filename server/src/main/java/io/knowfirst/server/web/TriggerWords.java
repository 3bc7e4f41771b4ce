package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.decide.ContactDecision;
import io.knowfirst.server.outbound.TriggerMessage;
import io.knowfirst.server.wire.Json;
import java.io.IOException;

/** What a receiver hears when a trigger rang, as JSON: all that it needs to send it. */
public final class TriggerWords {
  private TriggerWords() {}

  /** The {@code data} of the message. */
  public static String of(TriggerMessage message) {
    return Answers.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("trigger", message.rule());
              json.writeStringField("due", message.due().toString());
              Json.text(json, "product", message.product());
              decided(json, message.visitor(), message.decided());
              json.writeEndObject();
            })
        .toString();
  }

  /** Whom to send what, over which channel. */
  static void decided(JsonGenerator json, String visitor, ContactDecision decided)
      throws IOException {
    var choice = decided.choice();
    var decision = decided.decision();
    if (choice == null || decision == null) {
      throw new IllegalArgumentException("Nothing was decided for " + visitor);
    }
    json.writeObjectFieldStart("visitor");
    json.writeStringField("id", visitor);
    json.writeEndObject();
    json.writeStringField("channel", choice.channel());
    AudienceWriter.preferred(json, choice);
    json.writeStringField("decisionId", decision.id());
    json.writeStringField("ruleset", decision.ruleset());
    json.writeArrayFieldStart("decisions");
    for (var placed : decided.placed()) {
      json.writeStartObject();
      json.writeBooleanField("send", placed.content() != null);
      DecisionWriter.writePlaced(json, placed, decision.at());
      json.writeStringField("token", placed.token());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
