package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;

/** Tells programs what visitors got since yesterday: known, tested or default. */
final class OutcomeRoutes {
  private final Services services;

  OutcomeRoutes(Services services) {
    this.services = services;
  }

  void list(RoutingContext context) {
    var yesterday = LocalDate.ofInstant(services.clock().instant(), ZoneOffset.UTC).minusDays(1);
    services
        .reports()
        .outcomes()
        .get()
        .onSuccess(counts -> Answers.json(context, 200, json -> write(json, yesterday, counts)))
        .onFailure(context::fail);
  }

  private static void write(JsonGenerator json, LocalDate from, List<OutcomeCounts> all)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("from", from.toString());
    json.writeArrayFieldStart("placements");
    for (var counts : all) {
      json.writeStartObject();
      json.writeStringField("placement", counts.placement());
      json.writeNumberField("decisions", counts.all());
      json.writeNumberField("known", counts.known());
      json.writeNumberField("tested", counts.tested());
      json.writeNumberField("default", counts.other());
      json.writeObjectFieldStart("campaigns");
      for (var won : new TreeMap<>(counts.won()).entrySet()) {
        json.writeNumberField(won.getKey(), won.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
