package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.rulesets.drafts.DraftEvent;
import io.knowfirst.server.rulesets.drafts.DraftFiles;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What requests and answers about drafts have in common. */
final class DraftAnswers {
  private DraftAnswers() {}

  static Problem problem(DraftRefused refused) {
    return switch (refused.why()) {
      case UNKNOWN -> Problem.notFound(refused.reason());
      case STATE -> Problem.wrongState(refused.reason());
      case STALE -> new Problem(412, "changed-meanwhile", "Precondition failed", refused.reason());
      case PERSON -> Problem.forbidden(refused.reason());
      case FILE -> Problem.badRequest(refused.reason());
    };
  }

  /** By whom drafts are made, changed and approved. */
  static String person(Caller caller) {
    return caller.person();
  }

  /**
   * The revision that the request was made from.
   *
   * @throws Refused where it does not say
   */
  static SeenRevision seen(RoutingContext context) {
    var header = context.request().getHeader(HttpHeaders.IF_MATCH);
    if (header == null) {
      throw new Refused(
          new Problem(
              428,
              "precondition-required",
              "Precondition required",
              "If-Match is absent, expected the ETag of the draft as it was read. Maybe read the draft first; * stands for whatever it is like by now."));
    }
    if (header.strip().equals("*")) {
      return SeenRevision.ANY;
    }
    var numbers =
        Stream.of(header.split(",", -1))
            .map(tag -> tag.strip().replaceFirst("^W/", ""))
            .filter(tag -> tag.matches("\"[0-9]{1,18}\""))
            .map(tag -> Long.valueOf(tag.substring(1, tag.length() - 1)))
            .collect(Collectors.toSet());
    return new SeenRevision(numbers, false);
  }

  static void tag(RoutingContext context, RuleDraft draft) {
    context.response().putHeader(HttpHeaders.ETAG, "\"" + draft.revision() + "\"");
  }

  /** Answers a draft as it is now. */
  static void opened(RoutingContext context, int status, Opened opened) {
    send(context, status, opened.draft(), json -> write(json, opened));
  }

  /** The same, with all its files and what was done with it. */
  static void shown(RoutingContext context, Opened opened, List<DraftEvent> history) {
    send(context, 200, opened.draft(), whole(opened, history));
  }

  /** What {@link #shown} answers. */
  static Answers.Writer whole(Opened opened, List<DraftEvent> history) {
    return json -> write(json, opened, history, List.of());
  }

  /** The same, with what was left out of a folder. */
  static void uploaded(RoutingContext context, Opened opened, List<Finding> unread) {
    send(context, 200, opened.draft(), json -> write(json, opened, List.of(), unread));
  }

  /** Answers something about a draft, with the tag of its revision. */
  static Future<Void> send(
      RoutingContext context, int status, RuleDraft draft, Answers.Writer writer) {
    return send(context, status, draft, Answers.bytes(writer));
  }

  private static Future<Void> send(
      RoutingContext context, int status, RuleDraft draft, Buffer body) {
    if (context.response().ended() || context.response().closed()) {
      return Future.succeededFuture();
    }
    tag(context, draft);
    return context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body);
  }

  /** The same, with an answer that takes a while to make. */
  static Future<Void> make(
      RoutingContext context, RuleDraft draft, Callable<Answers.Writer> making) {
    return context
        .vertx()
        .executeBlocking(() -> Answers.bytes(making.call()), false)
        .compose(made -> send(context, 200, draft, made));
  }

  static void list(JsonGenerator json, List<RuleDraft> drafts, String live) throws IOException {
    json.writeStartObject();
    json.writeStringField("live", live);
    json.writeArrayFieldStart("drafts");
    for (var draft : drafts) {
      json.writeStartObject();
      fields(json, draft);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  static void write(JsonGenerator json, Opened opened) throws IOException {
    write(json, opened, List.of(), List.of());
  }

  private static void write(
      JsonGenerator json, Opened opened, List<DraftEvent> history, List<Finding> unread)
      throws IOException {
    json.writeStartObject();
    fields(json, opened.draft());
    json.writeStringField("live", opened.live());
    json.writeBooleanField("behind", opened.behind());
    json.writeStringField("hash", opened.hash());
    changes(json, opened.files());
    if (!history.isEmpty()) {
      files(json, opened.files());
    }
    if (!unread.isEmpty()) {
      json.writeFieldName("findings");
      Answers.findings(json, unread);
    }
    if (!history.isEmpty()) {
      json.writeArrayFieldStart("history");
      for (var event : history) {
        json.writeStartObject();
        by(json, event.who(), event.at());
        json.writeStringField("what", event.what());
        json.writeStringField("detail", event.detail());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void changes(JsonGenerator json, DraftFiles files) throws IOException {
    json.writeArrayFieldStart("changes");
    var paths = new TreeSet<>(files.base().keySet());
    paths.addAll(files.now().keySet());
    for (var path : paths) {
      var change = files.change(path);
      if (change != null) {
        json.writeStartObject();
        json.writeStringField("path", path);
        json.writeStringField("change", change.word());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static void files(JsonGenerator json, DraftFiles files) throws IOException {
    json.writeArrayFieldStart("files");
    for (var file : files.now().entrySet()) {
      json.writeStartObject();
      json.writeStringField("path", file.getKey());
      json.writeNumberField("bytes", file.getValue().getBytes(StandardCharsets.UTF_8).length);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void fields(JsonGenerator json, RuleDraft draft) throws IOException {
    var about = draft.about();
    json.writeStringField("id", draft.id());
    json.writeStringField("name", about.name());
    json.writeStringField("note", about.note());
    json.writeStringField("author", about.author());
    Json.text(json, "authorName", about.authorName());
    json.writeArrayFieldStart("contributors");
    for (var one : about.contributors()) {
      json.writeString(one);
    }
    json.writeEndArray();
    json.writeStringField("created", about.created().toString());
    json.writeStringField("base", draft.base());
    json.writeStringField("state", draft.state().word());
    json.writeNumberField("revision", draft.revision());
    json.writeStringField("changed", draft.changed().toString());
    steps(json, draft.steps());
  }

  private static void steps(JsonGenerator json, RuleDraft.Steps steps) throws IOException {
    var sent = steps.submission();
    if (sent != null) {
      json.writeObjectFieldStart("submission");
      by(json, sent.by(), sent.at());
      json.writeStringField("comment", sent.comment());
      json.writeStringField("hash", sent.hash());
      json.writeEndObject();
    }
    var review = steps.review();
    if (review != null) {
      json.writeObjectFieldStart("review");
      by(json, review.by(), review.at());
      json.writeBooleanField("approved", sent != null);
      json.writeStringField("comment", review.comment());
      json.writeEndObject();
    }
    var when = steps.appointment();
    if (when != null) {
      json.writeObjectFieldStart("schedule");
      json.writeStringField("who", when.by());
      json.writeStringField("at", when.due().toString());
      json.writeStringField("zone", when.zone().getId());
      json.writeStringField("local", when.due().atZone(when.zone()).toOffsetDateTime().toString());
      json.writeNumberField("maxChange", when.most());
      json.writeEndObject();
    }
    Json.text(json, "published", steps.published());
    Json.text(json, "problem", steps.problem());
  }

  private static void by(JsonGenerator json, String who, Instant at) throws IOException {
    json.writeStringField("who", who);
    json.writeStringField("at", at.toString());
  }

  /** The id of the draft that a path names. */
  static String id(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(
          Problem.notFound("No draft has this id. Maybe the list of drafts shows it."));
    }
    return id;
  }
}
