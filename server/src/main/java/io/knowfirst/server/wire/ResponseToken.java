package io.knowfirst.server.wire;

import io.knowfirst.server.access.ExposureTokens;
import io.knowfirst.server.model.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a response says of the decision that it responds to: the token that went out with an e-mail,
 * a letter or a call script comes back as a property, and names campaign, channel and decision.
 */
final class ResponseToken {
  static final String PROPERTY = "decision_token";

  private ResponseToken() {}

  /** Puts what the token says in its place. */
  static void read(
      @Nullable Fields properties, Map<String, Object> values, Who who, ExposureTokens tokens) {
    var sent = properties == null ? null : properties.get(PROPERTY);
    if (properties == null || sent == null) {
      return;
    }
    values.remove(PROPERTY);
    var exposure = sent.isTextual() ? tokens.read(sent.textValue()).orElse(null) : null;
    if (exposure == null || !who.allows(exposure.visitor())) {
      properties.refuse(PROPERTY, "the token of a decision for the same visitor");
      return;
    }
    values.put(Event.OF_DECISION, exposure.decision());
    if (exposure.campaign() != null) {
      values.put("campaign", exposure.campaign());
    }
    if (exposure.channel() != null) {
      values.putIfAbsent("channel", exposure.channel());
    }
  }
}
