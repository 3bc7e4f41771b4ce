package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.QualityFinding;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** Tells an integrator what of the data sent is understood and what is not. */
final class DataRoutes {
  private final DataQuality quality;
  private final InstantSource clock;

  DataRoutes(Services services) {
    this.quality = services.quality();
    this.clock = services.clock();
  }

  void health(RoutingContext context) {
    quality.findings().onSuccess(findings -> answer(context, findings)).onFailure(context::fail);
  }

  private void answer(RoutingContext context, List<QualityFinding> findings) {
    var since =
        findings.stream()
            .map(QualityFinding::first)
            .min(Comparator.naturalOrder())
            .orElseGet(() -> clock.instant());
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("since", since.toString());
          write(json, "findings", findings.stream().filter(f -> f.kind().isFinding()).toList());
          write(
              json, "understood", findings.stream().filter(f -> f.kind().isUnderstood()).toList());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, String field, List<QualityFinding> findings)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var finding : findings) {
      json.writeStartObject();
      json.writeStringField("kind", finding.kind().word());
      json.writeStringField("name", finding.name());
      json.writeNumberField("count", finding.count());
      json.writeStringField("firstSeen", finding.first().toString());
      json.writeStringField("lastSeen", finding.last().toString());
      json.writeArrayFieldStart("keys");
      for (var key : finding.keys().stream().sorted().toList()) {
        json.writeString(key);
      }
      json.writeEndArray();
      if (!finding.kind().advice().isEmpty()) {
        json.writeStringField("advice", finding.kind().advice());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
