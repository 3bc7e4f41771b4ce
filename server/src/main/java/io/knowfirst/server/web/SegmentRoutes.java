package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.metrics.LabelledCounter;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Receipt;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.EventClock;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.SegmentItem;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the libraries of Segment and RudderStack send. A bad item never fails its batch, since
 * a library would send it again and again: it is counted and named in a line of the log.
 */
final class SegmentRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRoutes.class);
  private static final int MOST = 2_500;
  private static final int TOLD = 5;
  private static final int SERIES = 100;
  private static final String REJECTED = "rejected";

  private final Services services;
  private final Gate gate;
  private final VisitorIdentifier askers;
  private final EventReader reader;
  private final LogLimit lines;
  private final LabelledCounter items;

  SegmentRoutes(Services services, Gate gate, VisitorIdentifier askers, EventReader reader) {
    this.services = services;
    this.gate = gate;
    this.askers = askers;
    this.reader = reader;
    this.lines = new LogLimit(LOG, "rejected items", services.clock());
    this.items =
        new LabelledCounter(
            services.metrics(),
            "knowfirst.segment.items",
            "Items of Segment-compatible batches, by type and what became of them",
            SERIES,
            "type",
            "result");
  }

  /** An event and the type that its item had. */
  private record Taken(String type, Event event) {}

  void batch(RoutingContext context) {
    take(context, null);
  }

  /** A single message, whose type the path names. */
  void single(RoutingContext context) {
    var path = context.normalizedPath();
    take(context, path.substring(path.indexOf('/', 1) + 1).replace("/", ""));
  }

  private void take(RoutingContext context, @Nullable String type) {
    if (Preview.of(context.request(), services).isPresent()) {
      Body.bytes(context, Body.TRACKING, Body.INFLATED)
          .onSuccess(leftOut -> success(context))
          .onFailure(context::fail);
      return;
    }
    boolean late = Presented.by(context.request()).key() == null;
    var early = late ? null : gate.admit(context, Route.ANY_KEY, null);
    Body.bytes(context, Body.TRACKING, Body.INFLATED)
        .map(Json::parseLenient)
        .compose(tree -> take(context, type, tree, early == null ? late(context, tree) : early))
        .onFailure(context::fail);
  }

  /** The libraries for browsers and Java set no header; their key stands in the body. */
  private Caller late(RoutingContext context, JsonNode tree) {
    var key = tree.path("writeKey");
    if (!key.isTextual()) {
      key = tree.path("batch").path(0).path("writeKey");
    }
    return gate.admit(context, Route.ANY_KEY, key.textValue());
  }

  private Future<Void> take(
      RoutingContext context, @Nullable String type, JsonNode tree, Caller caller) {
    return askers
        .ask(context, caller)
        .compose(
            asker -> {
              var taken = read(tree, type, asker);
              return services
                  .intake()
                  .apply(taken.stream().map(Taken::event).toList())
                  .map(receipts -> answer(context, asker, taken, receipts));
            });
  }

  private List<Taken> read(JsonNode tree, @Nullable String type, IdentifiedVisitor asker) {
    var items = type == null ? batch(tree) : List.of(tree);
    var at = type == null ? At.ROOT.field("batch") : At.ROOT;
    var clock = EventClock.of(services.clock().instant(), tree.get("sentAt"));
    var taken = new ArrayList<Taken>(items.size());
    var rejected = new ArrayList<Fault>();
    try {
      for (int i = 0; i < items.size(); i++) {
        var faults = new Faults(1);
        var item = read(items.get(i), type, type == null ? at.item(i) : at, faults, asker, clock);
        if (item == null) {
          rejected.addAll(faults.list());
        } else {
          taken.add(item);
        }
      }
    } finally {
      asker.notes().report(services.quality(), asker.caller().id());
    }
    if (!rejected.isEmpty()) {
      lines.warn(
          "Rejected %d of %d items sent with key %s: %s"
              .formatted(rejected.size(), items.size(), asker.caller().id(), told(rejected)));
    }
    return taken;
  }

  private @Nullable Taken read(
      JsonNode sent,
      @Nullable String path,
      At at,
      Faults faults,
      IdentifiedVisitor asker,
      EventClock clock) {
    var item = SegmentItem.of(sent, path, at, faults, asker);
    var visitor = item == null ? null : item.visitor();
    var event =
        item == null || !faults.none()
            ? null
            : reader.read(
                item.event(), at, faults, asker.notes(), asker.named(visitor), visitor, clock);
    if (item == null || event == null) {
      items.count(item == null ? SegmentItem.OTHER : item.type(), REJECTED);
      return null;
    }
    return new Taken(item.type(), event);
  }

  private static List<JsonNode> batch(JsonNode tree) {
    var faults = new Faults();
    var envelope = tree.isArray() ? null : Fields.of(tree, At.ROOT, faults);
    var batch = envelope == null ? tree : envelope.get("batch");
    if (envelope != null && (batch == null || !batch.isArray())) {
      envelope.refuse("batch", "a list of messages");
    }
    Refused.unlessNone(faults);
    var items = new ArrayList<JsonNode>();
    if (batch != null) {
      batch.forEach(items::add);
    }
    if (items.size() > MOST) {
      throw Refused.body(
          new Fault("/batch", items.size() + " messages", "at most " + MOST + " messages", null));
    }
    return items;
  }

  private @Nullable Void answer(
      RoutingContext context, IdentifiedVisitor asker, List<Taken> taken, List<Receipt> receipts) {
    for (int i = 0; i < receipts.size(); i++) {
      var receipt = receipts.get(i);
      items.count(
          taken.get(i).type(),
          receipt.isWithheld() ? "withheld" : receipt.isDuplicate() ? "duplicate" : "accepted");
    }
    boolean own = taken.stream().allMatch(item -> asker.owns(item.event().visitor()));
    if (own) {
      boolean identified = taken.stream().map(Taken::event).anyMatch(asker::isSignedInBy);
      askers.remember(context, asker, identified);
    }
    success(context);
    return null;
  }

  private static void success(RoutingContext context) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeBooleanField("success", true);
          json.writeEndObject();
        });
  }

  private static String told(List<Fault> faults) {
    var text = new StringBuilder();
    for (var fault : faults.subList(0, Math.min(TOLD, faults.size()))) {
      text.append(text.isEmpty() ? "" : "; ")
          .append(fault.pointer())
          .append(" is ")
          .append(fault.value() == null ? "missing" : "\"" + fault.value() + "\"")
          .append(", expected ")
          .append(fault.expected());
    }
    return text + (faults.size() > TOLD ? "; …" : ".");
  }
}
