package io.knowfirst.server.web;

import io.knowfirst.server.outbound.StepMessage;

/**
 * What a receiver hears when a step of a campaign is due, as JSON: all that it needs to send it.
 */
public final class StepWords {
  private StepWords() {}

  /** The {@code data} of the message. */
  public static String of(StepMessage message) {
    return Answers.bytes(
            json -> {
              json.writeStartObject();
              json.writeStringField("campaign", message.campaign());
              json.writeStringField("step", message.step());
              json.writeNumberField("entry", message.entry());
              json.writeStringField("due", message.due().toString());
              TriggerWords.decided(json, message.visitor(), message.decided());
              json.writeEndObject();
            })
        .toString();
  }
}
