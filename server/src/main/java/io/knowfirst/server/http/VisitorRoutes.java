package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Gives a backend the token by which its page proves who signed in. */
final class VisitorRoutes {
  private static final Set<String> FIELDS = Set.of("visitor", "validSeconds");
  private static final Set<String> VISITOR = Set.of("id");
  private static final int SHORTEST = 60;
  private static final int LONGEST = 31_536_000;
  private static final int USUAL = 86_400;

  private final Services services;
  private final Gate gate;

  VisitorRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  private record Wanted(String visitor, Duration valid) {}

  void token(RoutingContext context) {
    gate.admit(context, Gate.SERVERS);
    Body.json(context, Body.JSON)
        .map(VisitorRoutes::wanted)
        .onSuccess(wanted -> answer(context, wanted))
        .onFailure(context::fail);
  }

  private static Wanted wanted(JsonNode tree) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var visitor = body.object("visitor");
    if (visitor == null) {
      body.refuse("visitor", "an object with the visitor's id");
    }
    var id = visitor == null ? "" : visitor.only(VISITOR).requiredId("id");
    var seconds = body.whole("validSeconds", SHORTEST, LONGEST);
    Refused.unlessNone(faults);
    return new Wanted(id, Duration.ofSeconds(seconds == null ? USUAL : seconds));
  }

  private void answer(RoutingContext context, Wanted wanted) {
    var token = services.access().visitorToken(wanted.visitor(), wanted.valid());
    var until = services.clock().instant().plus(wanted.valid()).truncatedTo(ChronoUnit.SECONDS);
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", wanted.visitor());
          json.writeEndObject();
          json.writeStringField("token", token);
          json.writeStringField("validUntil", until.toString());
          json.writeEndObject();
        });
  }
}
