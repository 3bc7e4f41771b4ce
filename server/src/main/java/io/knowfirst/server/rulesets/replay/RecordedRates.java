package io.knowfirst.server.rulesets.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.ChannelModel.ChannelRate;
import io.knowfirst.rules.facts.PreferredChannel;
import io.knowfirst.server.decide.Situation;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.TreeMap;

/**
 * How visitors responded on each channel, by what was learned when a decision was made, in its
 * recording; written only where a rule asks for the preferred channel.
 */
final class RecordedRates {
  private static final String FITTED = "ratesFitted";
  private static final String RATES = "rates";

  private RecordedRates() {}

  static void write(JsonGenerator json, Situation situation) throws IOException {
    var model = situation.outbound().channels();
    if (model.rates().isEmpty() || !situation.rules().base().keys().any(PreferredChannel.class)) {
      return;
    }
    json.writeStringField(FITTED, model.fitted().toString());
    json.writeObjectFieldStart(RATES);
    for (var rate : new TreeMap<>(model.rates()).entrySet()) {
      json.writeArrayFieldStart(rate.getKey());
      json.writeNumber(rate.getValue().mean());
      json.writeNumber(rate.getValue().strength());
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  static ChannelModel read(JsonNode json) {
    if (!json.has(FITTED)) {
      return ChannelModel.NONE;
    }
    var rates = new HashMap<String, ChannelRate>();
    for (var rate : json.path(RATES).properties()) {
      var numbers = rate.getValue();
      rates.put(
          rate.getKey(), new ChannelRate(numbers.path(0).asDouble(), numbers.path(1).asDouble()));
    }
    return new ChannelModel(rates, Instant.parse(json.path(FITTED).asText()));
  }
}
