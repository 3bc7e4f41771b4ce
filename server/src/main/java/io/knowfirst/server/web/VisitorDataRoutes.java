package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.visitor.Erased;
import io.knowfirst.server.visitor.MergeRefused;
import io.knowfirst.server.visitor.Merged;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.knowfirst.server.wire.Who;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Shows, exports and erases what is stored of a visitor. */
final class VisitorDataRoutes {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String LINES = "application/x-ndjson";
  private static final Set<String> MERGE = Set.of("id");
  private static final Problem UNKNOWN =
      Problem.notFound(
          "Nothing is stored of this visitor. Maybe they were erased, or the id is another.");

  private static final Problem NOT_TIED =
      Problem.notFound(
          "No anonymous visitor of this id is tied to the visitor. Maybe it is the visitor's first id, or GET"
              + " /v1/visitors/{id} lists another.");
  private static final Problem NOTHING_TO_MERGE =
      Problem.notFound(
          "Nothing is stored of the visitor that is to be merged. Maybe the id is another, or its events have yet"
              + " to be sent.");

  private final VisitorCalls visitors;
  private final Gate gate;
  private final AuditLog audit;

  VisitorDataRoutes(VisitorCalls visitors, Gate gate, AuditLog audit) {
    this.visitors = visitors;
    this.gate = gate;
    this.audit = audit;
  }

  void show(RoutingContext context) {
    show(context, id(context));
  }

  void show(RoutingContext context, String id) {
    audited(context, "looked-up", id)
        .compose(kept -> visitors.find().apply(id))
        .map(found -> found.orElseThrow(() -> new Refused(UNKNOWN)))
        .onSuccess(json -> Answers.json(context, 200, to -> MAPPER.writeTree(to, json)))
        .onFailure(context::fail);
  }

  void export(RoutingContext context) {
    export(context, id(context));
  }

  void export(RoutingContext context, String id) {
    audited(context, "exported", id)
        .compose(kept -> visitors.export().export(id, lines -> write(context, lines)))
        .compose(written -> context.response().end())
        .onFailure(context::fail);
  }

  /** Before anything is shown or done: what cannot be kept in the audit does not happen. */
  private Future<Void> audited(RoutingContext context, String what, String visitor) {
    return audit.addOfVisitor(gate.actor(context), "visitor." + what, visitor);
  }

  private static Future<Void> write(RoutingContext context, Buffer lines) {
    var response = context.response();
    if (!response.headWritten()) {
      response.setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, LINES);
    }
    return response.write(lines);
  }

  void erase(RoutingContext context) {
    erase(context, id(context));
  }

  void erase(RoutingContext context, String id) {
    var caller = Gate.caller(context);
    audited(context, "erased", id)
        .compose(kept -> visitors.erase().erase(id, caller.id()))
        .onSuccess(erased -> answer(context, id, erased))
        .onFailure(context::fail);
  }

  void untie(RoutingContext context) {
    var caller = Gate.caller(context);
    var anonymous = id(context, "other");
    var id = id(context);
    audited(context, "untied", id)
        .compose(kept -> visitors.untie().untie(id, anonymous, caller.id()))
        .map(root -> root.orElseThrow(() -> new Refused(NOT_TIED)))
        .onSuccess(root -> answer(context, root, anonymous))
        .onFailure(failed -> context.fail(refused(failed)));
  }

  void merge(RoutingContext context) {
    var caller = Gate.caller(context);
    var id = id(context);
    Body.json(context, Body.JSON)
        .map(tree -> other(tree, caller))
        .compose(
            other ->
                audited(context, "merged", id)
                    .compose(kept -> visitors.merge().merge(id, other, caller.id())))
        .map(merged -> merged.orElseThrow(() -> new Refused(NOTHING_TO_MERGE)))
        .onSuccess(merged -> answer(context, merged))
        .onFailure(failed -> context.fail(refused(failed)));
  }

  private static String other(JsonNode tree, Caller caller) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(MERGE);
    if (body.get("id") == null) {
      body.refuse("id", "the id of the known visitor to be merged into this one");
    }
    var id = Who.id(body, "id", IdentifiedVisitor.trusted(caller));
    Refused.unlessNone(faults);
    return id == null ? "" : id;
  }

  private static Throwable refused(Throwable failed) {
    return failed instanceof MergeRefused
        ? new Refused(Problem.wrongState(String.valueOf(failed.getMessage())))
        : failed;
  }

  private static void answer(RoutingContext context, Merged merged) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", merged.visitor());
          json.writeEndObject();
          json.writeArrayFieldStart("merged");
          for (var id : merged.ids()) {
            json.writeString(id);
          }
          json.writeEndArray();
          json.writeStringField(
              "undoUntil", merged.undoUntil().truncatedTo(ChronoUnit.SECONDS).toString());
          json.writeEndObject();
        });
  }

  private static void answer(RoutingContext context, String root, String anonymous) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", root);
          json.writeEndObject();
          json.writeObjectFieldStart("untied");
          json.writeStringField("id", anonymous);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void answer(RoutingContext context, String id, Erased erased) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", id);
          json.writeEndObject();
          json.writeObjectFieldStart("erased");
          json.writeNumberField("ids", erased.ids());
          json.writeNumberField("events", erased.events());
          json.writeNumberField("exposures", erased.exposures());
          json.writeNumberField("decisions", erased.decisions());
          json.writeNumberField("recordings", erased.recordings());
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static String id(RoutingContext context) {
    return id(context, "id");
  }

  private static String id(RoutingContext context, String name) {
    var id = context.pathParam(name);
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(UNKNOWN);
    }
    return id;
  }
}
