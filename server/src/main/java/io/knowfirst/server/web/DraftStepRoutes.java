package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftRebase.MergeConflict;
import io.knowfirst.server.rulesets.drafts.DraftRebase.Rebased;
import io.knowfirst.server.rulesets.drafts.DraftRebase.Resolution;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Appointment;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.HashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes steps with a draft towards going live, and rebases it. */
final class DraftStepRoutes {
  private static final int LONGEST_COMMENT = 500;
  private static final Set<String> COMMENT = Set.of("comment");

  private final Services services;

  DraftStepRoutes(Services services) {
    this.services = services;
  }

  private record Asked(String id, SeenRevision seen, String who) {}

  /** A step, as far as its body is in order. */
  private interface Step {
    Future<Opened> take(Asked asked, Fields body, Faults faults);
  }

  /** Takes the step of this name. */
  void step(RoutingContext context, String name) {
    var caller = Gate.caller(context);
    var step = step(name);
    var asked =
        new Asked(
            DraftAnswers.id(context), DraftAnswers.seen(context), DraftAnswers.person(caller));
    body(context)
        .compose(
            tree -> {
              var faults = new Faults();
              return step.take(asked, Fields.of(tree, At.ROOT, faults), faults);
            })
        .onSuccess(opened -> DraftAnswers.opened(context, 200, opened))
        .onFailure(context::fail);
  }

  private Step step(String name) {
    var review = desk().review();
    var publisher = desk().publisher();
    return switch (name) {
      case "submit" -> commented(review::submit);
      case "withdraw" -> commented(review::withdraw);
      case "approve" -> commented(review::approve);
      case "reject" -> commented(review::reject);
      case "cancel" -> commented(publisher::cancel);
      case "publish" ->
          (asked, body, faults) -> {
            double most = body.only(Set.of("comment", "maxChange")).share("maxChange");
            var comment = comment(body, faults);
            return publisher.publish(asked.id(), asked.seen(), asked.who(), comment, most);
          };
      case "schedule" ->
          (asked, body, faults) -> {
            body.only(Set.of("comment", "at", "zone", "maxChange"));
            double most = body.share("maxChange");
            var shop = services.rules().rulesets().get().get().base().folder().zone();
            var when = DueTime.read(body, shop, services.clock().instant());
            var comment = comment(body, faults);
            return publisher.schedule(
                asked.id(),
                asked.seen(),
                new Appointment(asked.who(), when.due(), when.zone(), most, comment));
          };
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** A step that takes nothing but a comment. */
  private interface Commented {
    Future<Opened> take(String id, SeenRevision seen, String who, String comment);
  }

  private static Step commented(Commented step) {
    return (asked, body, faults) -> {
      body.only(COMMENT);
      return step.take(asked.id(), asked.seen(), asked.who(), comment(body, faults));
    };
  }

  /**
   * What is said to a step, read last of its body.
   *
   * @throws Refused where anything of the body is wrong
   */
  private static String comment(Fields body, Faults faults) {
    var comment = body.text("comment", LONGEST_COMMENT);
    Refused.unlessNone(faults);
    return comment == null ? "" : comment;
  }

  void rebase(RoutingContext context) {
    var caller = Gate.caller(context);
    var asked =
        new Asked(
            DraftAnswers.id(context), DraftAnswers.seen(context), DraftAnswers.person(caller));
    body(context)
        .compose(
            tree -> desk().rebase().rebase(asked.id(), asked.seen(), asked.who(), resolution(tree)))
        .onSuccess(rebased -> answer(context, rebased))
        .onFailure(context::fail);
  }

  private static @Nullable Resolution resolution(JsonNode tree) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(Set.of("onto", "files"));
    var onto = body.id("onto");
    var files = body.object("files");
    var texts = new HashMap<String, @Nullable String>();
    if (files != null) {
      if (onto == null) {
        body.refuse("onto", "the version that the conflicts were with, as they were answered");
      }
      for (var file : files.object().properties()) {
        if (!file.getValue().isTextual() && !file.getValue().isNull()) {
          files.refuse(file.getKey(), "the text of the file, or null to remove it");
        }
        texts.put(file.getKey(), file.getValue().textValue());
      }
    }
    Refused.unlessNone(faults);
    return files == null || onto == null ? null : new Resolution(onto, texts);
  }

  private static void answer(RoutingContext context, Rebased rebased) {
    DraftAnswers.send(
        context,
        200,
        rebased.opened().draft(),
        json -> {
          json.writeStartObject();
          json.writeBooleanField("rebased", rebased.conflicts().isEmpty());
          json.writeStringField("onto", rebased.onto());
          json.writeArrayFieldStart("conflicts");
          for (var conflict : rebased.conflicts()) {
            conflict(json, conflict);
          }
          json.writeEndArray();
          json.writeFieldName("draft");
          DraftAnswers.write(json, rebased.opened());
          json.writeEndObject();
        });
  }

  private static void conflict(JsonGenerator json, MergeConflict conflict) throws IOException {
    json.writeStartObject();
    json.writeStringField("path", conflict.path());
    json.writeArrayFieldStart("rules");
    for (var rule : conflict.rules()) {
      json.writeString(rule);
    }
    json.writeEndArray();
    Json.text(json, "base", conflict.base());
    Json.text(json, "draft", conflict.draft());
    Json.text(json, "live", conflict.live());
    Json.text(json, "merged", conflict.merged());
    json.writeEndObject();
  }

  /** What was sent; nothing counts as an object without fields. */
  private static Future<JsonNode> body(RoutingContext context) {
    return Body.isSent(context.request())
        ? Body.bytes(context, Body.JSON, RulesetReader.LIMIT).map(Json::parse)
        : Future.succeededFuture(JsonNodeFactory.instance.objectNode());
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
