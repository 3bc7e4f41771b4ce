package io.knowfirst.server.visitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.server.decide.VisitorFacts;
import io.knowfirst.server.profile.Profile;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** What is known of a visitor, and since when. */
record VisitorSummary(
    List<VisitorTable.Id> ids,
    Profile profile,
    VisitorFacts facts,
    RowSet<Row> events,
    int exposures) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Whether there is anything but, perhaps, entries in the decision log. */
  boolean isStored() {
    return !profile.isErased() && ids.size() + events.size() + exposures > 1;
  }

  /** As the API answers it. */
  ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.putObject("visitor").put("id", ids.get(0).id());
    json.put("known", profile.known());
    if (profile.firstSeen() > 0) {
      json.put("firstSeen", Instant.ofEpochMilli(profile.firstSeen()).toString());
    }
    var all = json.putArray("ids");
    for (var id : ids) {
      var one = all.addObject().put("id", id.id());
      var since = id.since();
      if (since != null) {
        one.put("since", since.toInstant().toString());
      }
      var merged = id.merged();
      if (merged != null) {
        one.put("merged", merged.toInstant().toString());
      }
    }
    personal(json, profile);
    json.setAll(ofFacts());
    json.put("visits", profile.firstSeen() > 0 ? profile.visits(facts.at().toEpochMilli()) : 0);
    var counts = json.putArray("events");
    for (var row : events) {
      counts
          .addObject()
          .put("type", row.getString(0))
          .put("name", row.getString(1))
          .put("count", row.getLong(2))
          .put("first", row.getOffsetDateTime(3).toInstant().toString())
          .put("last", row.getOffsetDateTime(4).toInstant().toString());
    }
    json.put("exposures", exposures);
    return json;
  }

  private ObjectNode ofFacts() {
    try (var buffer = new TokenBuffer(MAPPER, false)) {
      buffer.writeStartObject();
      facts.write(buffer);
      buffer.writeEndObject();
      return MAPPER.readTree(buffer.asParser());
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
  }

  private static void personal(ObjectNode json, Profile profile) {
    var traits = json.putObject("traits");
    new TreeMap<>(profile.traits())
        .forEach(
            (name, trait) -> {
              var one = origin(traits.putObject(name), trait.origin());
              var values = one.putArray("values");
              trait.values().forEach(values::add);
            });
    var consents = json.putObject("consents");
    new TreeMap<>(profile.consents())
        .forEach(
            (purpose, grant) -> {
              var one =
                  origin(consents.putObject(purpose), grant.origin())
                      .put("granted", grant.granted());
              var until = grant.until();
              if (until != null) {
                one.put("until", until.toString());
              }
              if (grant.source() != null) {
                one.put("source", grant.source());
              }
            });
    var assignments = json.putObject("assignments");
    new TreeMap<>(profile.assignments())
        .forEach(
            (experiment, sticky) ->
                assignments
                    .putObject(experiment)
                    .put("phase", sticky.phase())
                    .put("variation", sticky.variation())
                    .put("since", sticky.since().toString()));
  }

  private static ObjectNode origin(ObjectNode json, Origin origin) {
    return json.put("event", origin.event()).put("at", origin.at().toString());
  }
}
