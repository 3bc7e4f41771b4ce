package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.decide.OrderNotes;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.EventClock;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Notes;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes events in: what is right of a batch is taken, the rest is told by its index. */
final class EventRoutes {
  private static final int MOST = 500;
  private static final int MOST_FAULTS = 10;
  private static final Set<String> ENVELOPE =
      Set.of(
          "batch",
          "sentAt",
          "context",
          "integrations",
          "writeKey",
          "messageId",
          "timestamp",
          "token");

  private final Services services;
  private final VisitorIdentifier askers;
  private final EventReader reader;

  EventRoutes(Services services, VisitorIdentifier askers, EventReader reader) {
    this.services = services;
    this.askers = askers;
    this.reader = reader;
  }

  /** An item that is not taken, with why. */
  private record Rejected(int index, List<Fault> faults) {}

  private record Sorted(List<Event> events, List<Rejected> rejected, Notes notes) {}

  void take(RoutingContext context) {
    var caller = Gate.caller(context);
    var token = Gate.inQuery(context.request(), "token");
    if (Preview.of(context.request(), services).isPresent()) {
      preview(context);
      return;
    }
    Body.json(context, Body.JSON_OR_TEXT)
        .compose(
            tree ->
                askers
                    .ask(context, caller, token == null ? carried(tree) : token)
                    .compose(asker -> take(context, asker, sorted(tree, asker))))
        .onFailure(context::fail);
  }

  /** A page that shows a preview is no visitor's: what it sends is left out. */
  private static void preview(RoutingContext context) {
    Body.json(context, Body.JSON_OR_TEXT)
        .onSuccess(
            tree ->
                Answers.json(
                    context,
                    200,
                    json -> write(json, List.of(), new Sorted(List.of(), List.of(), new Notes()))))
        .onFailure(context::fail);
  }

  /** The token that a body brings: of its envelope, else of the first exposure in it. */
  private static @Nullable String carried(JsonNode tree) {
    if (tree.path("batch").isArray() && tree.path("token").isTextual()) {
      return tree.path("token").textValue();
    }
    var batch = tree.isArray() ? tree : tree.path("batch");
    for (var event : batch.isArray() ? batch : List.of(tree)) {
      if (event.path("type").asText().equals("exposure") && event.path("token").isTextual()) {
        return event.path("token").textValue();
      }
    }
    return null;
  }

  private Sorted sorted(JsonNode tree, IdentifiedVisitor asker) {
    try {
      return sort(tree, asker, asker.notes());
    } finally {
      asker.notes().report(services.quality(), asker.caller().id());
    }
  }

  private Sorted sort(JsonNode tree, IdentifiedVisitor asker, Notes notes) {
    var received = services.clock().instant();
    if (!tree.isArray() && !tree.has("batch")) {
      var faults = new Faults();
      var event = read(tree, At.ROOT, faults, notes, asker, new EventClock(received));
      Refused.unlessNone(faults);
      return new Sorted(event == null ? List.of() : List.of(event), List.of(), notes);
    }
    var batch = tree.isArray() ? tree : batch(tree, notes);
    var at = tree.isArray() ? At.ROOT : At.ROOT.field("batch");
    if (batch.isEmpty() || batch.size() > MOST) {
      throw Refused.body(
          new Fault(at.toString(), batch.size() + " events", "1 to " + MOST + " events", null));
    }
    var clock = EventClock.of(received, tree.get("sentAt"));
    var events = new ArrayList<Event>(batch.size());
    var rejected = new ArrayList<Rejected>();
    for (int i = 0; i < batch.size(); i++) {
      var faults = new Faults(MOST_FAULTS);
      var event = read(batch.get(i), at.item(i), faults, notes, asker, clock);
      if (event == null) {
        rejected.add(new Rejected(i, faults.list()));
      } else {
        events.add(event);
      }
    }
    if (events.isEmpty()) {
      throw new Refused(
          Problem.body(rejected.stream().flatMap(r -> r.faults().stream()).limit(200).toList()));
    }
    return new Sorted(events, rejected, notes);
  }

  private @Nullable Event read(
      JsonNode tree, At at, Faults faults, Notes notes, IdentifiedVisitor asker, EventClock clock) {
    return reader.read(tree, at, faults, notes, asker, asker.visitor(), clock);
  }

  private static JsonNode batch(JsonNode tree, Notes notes) {
    var left = new Faults();
    Fields.of(tree, At.ROOT, left).only(ENVELOPE);
    notes.add("batch", left);
    var faults = new Faults();
    var envelope = Fields.of(tree, At.ROOT, faults);
    var batch = envelope.get("batch");
    if (batch == null || !batch.isArray()) {
      envelope.refuse("batch", "a list of events");
    }
    Refused.unlessNone(faults);
    return tree.get("batch");
  }

  private Future<Void> take(RoutingContext context, IdentifiedVisitor asker, Sorted sorted) {
    boolean identified = sorted.events().stream().anyMatch(asker::isSignedInBy);
    return services
        .intake()
        .apply(sorted.events())
        .map(
            receipts -> {
              askers.remember(context, asker, identified);
              Answers.json(context, 200, json -> write(json, receipts, sorted));
              return null;
            });
  }

  private static void write(JsonGenerator json, List<Receipt> receipts, Sorted sorted)
      throws IOException {
    long duplicates = receipts.stream().filter(Receipt::isDuplicate).count();
    long withheld = receipts.stream().filter(Receipt::isWithheld).count();
    json.writeStartObject();
    json.writeNumberField("accepted", receipts.size() - duplicates - withheld);
    json.writeNumberField("duplicates", duplicates);
    if (withheld > 0) {
      json.writeNumberField("withheld", withheld);
      remark(receipts, sorted.notes());
    }
    json.writeArrayFieldStart("rejected");
    for (var item : sorted.rejected()) {
      json.writeStartObject();
      json.writeNumberField("index", item.index());
      json.writeFieldName("errors");
      Answers.faults(json, item.faults());
      json.writeEndObject();
    }
    json.writeEndArray();
    sorted.notes().write(json);
    orders(json, receipts, sorted.rejected());
    json.writeEndObject();
  }

  private static void remark(List<Receipt> receipts, Notes notes) {
    var statuses = receipts.stream().map(Receipt::status).collect(Collectors.toSet());
    if (statuses.contains(Receipt.Status.WITHHELD)) {
      notes.remark(
          "consent-missing",
          "Of visitors who have granted no purpose, what the shop's consent policy does not allow was not"
              + " stored. Maybe send a consent event first, or in the same request.");
    }
    if (statuses.contains(Receipt.Status.ERASED)) {
      notes.remark(
          "visitor-erased",
          "Of visitors who were erased, nothing was stored. Maybe give a person who comes back a new id.");
    }
  }

  /** What is to be said of events that were taken, by their index in the batch. */
  private static void orders(JsonGenerator json, List<Receipt> receipts, List<Rejected> rejected)
      throws IOException {
    if (receipts.stream().allMatch(receipt -> OrderNotes.of(receipt).isEmpty())) {
      return;
    }
    var left = rejected.stream().map(Rejected::index).collect(Collectors.toSet());
    json.writeArrayFieldStart("orders");
    int index = 0;
    for (var receipt : receipts) {
      while (left.contains(index)) {
        index++;
      }
      var note = OrderNotes.of(receipt);
      if (note.isPresent()) {
        json.writeStartObject();
        json.writeNumberField("index", index);
        json.writeStringField("code", note.get().code().word());
        json.writeStringField("text", note.get().text());
        json.writeEndObject();
      }
      index++;
    }
    json.writeEndArray();
  }
}
