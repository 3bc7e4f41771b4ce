package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.webhooks.Webhook;
import io.knowfirst.server.webhooks.Webhook.Message;
import io.knowfirst.server.webhooks.Webhook.WithSecret;
import io.knowfirst.server.webhooks.Webhooks;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Manages the endpoints that are told what happens, and what they were told. */
final class WebhookRoutes {
  private static final int LONGEST = 2_000;
  private static final int MOST_EVENTS = 50;
  private static final int MOST_MESSAGES = 1_000;
  private static final int PAGE = 100;
  private static final int DAY = 24;
  private static final int MOST_HOURS = 24 * 30;

  private final Webhooks webhooks;
  private final Gate gate;

  WebhookRoutes(Webhooks webhooks, Gate gate) {
    this.webhooks = webhooks;
    this.gate = gate;
  }

  void list(RoutingContext context) {
    webhooks
        .list()
        .onSuccess(
            all ->
                Answers.json(
                    context,
                    200,
                    json -> {
                      json.writeStartObject();
                      json.writeArrayFieldStart("webhooks");
                      for (var one : all) {
                        write(json, one, null);
                      }
                      json.writeEndArray();
                      json.writeEndObject();
                    }))
        .onFailure(context::fail);
  }

  void add(RoutingContext context) {
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .compose(tree -> add(tree, by))
        .onSuccess(made -> secret(context, 201, made))
        .onFailure(context::fail);
  }

  private Future<WithSecret> add(JsonNode tree, Actor by) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(Set.of("url", "events"));
    var url = fields.text("url", LONGEST);
    try {
      webhooks.check(url == null ? "" : url);
    } catch (IllegalArgumentException expected) {
      fields.refuse("url", String.valueOf(expected.getMessage()));
    }
    var events = texts(fields, "events", MOST_EVENTS);
    if (events.isEmpty() || !events.stream().allMatch(Webhooks::isEvent)) {
      fields.refuse("events", "a list of types such as rules.published, areas such as rules, or *");
    }
    Refused.unlessNone(faults);
    return webhooks.add(String.valueOf(url), events, by);
  }

  void rotate(RoutingContext context) {
    var id = id(context);
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var fields = Fields.of(tree, At.ROOT, faults).only(Set.of("hours"));
              var hours = fields.whole("hours", 0, MOST_HOURS);
              Refused.unlessNone(faults);
              return webhooks.rotate(id, Duration.ofHours(hours == null ? DAY : hours), by);
            })
        .onSuccess(
            made ->
                made.ifPresentOrElse(
                    one -> secret(context, 200, one), () -> context.fail(new Refused(unknown()))))
        .onFailure(context::fail);
  }

  void remove(RoutingContext context) {
    webhooks
        .remove(id(context), gate.actor(context))
        .onSuccess(there -> done(context, there))
        .onFailure(context::fail);
  }

  void test(RoutingContext context) {
    webhooks.test(id(context)).onSuccess(there -> done(context, there)).onFailure(context::fail);
  }

  void messages(RoutingContext context) {
    var state = RulesetRoutes.parameter(context, "state", Text.ID);
    if (state != null && !Set.of("waiting", "delivered", "failed").contains(state)) {
      throw new Refused(
          Problem.badRequest(
              "state is %s, expected waiting, delivered or failed."
                  .formatted(Text.shorten(state))));
    }
    var before = RulesetRoutes.parameter(context, "before", Text.ID);
    if (before != null && !before.matches("[0-9]{1,18}")) {
      throw new Refused(
          Problem.badRequest(
              "before is %s, expected the seq of a message. Maybe next of the page before was meant."
                  .formatted(Text.shorten(before))));
    }
    known(id(context))
        .compose(
            one ->
                webhooks.messages(
                    one.id(), state, before == null ? null : Long.valueOf(before), PAGE))
        .onSuccess(page -> Answers.json(context, 200, json -> write(json, page)))
        .onFailure(context::fail);
  }

  void replay(RoutingContext context) {
    var id = id(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var fields = Fields.of(tree, At.ROOT, faults).only(Set.of("messages"));
              var messages = tree.has("messages") ? texts(fields, "messages", MOST_MESSAGES) : null;
              Refused.unlessNone(faults);
              return known(id).compose(one -> webhooks.replay(one.id(), messages));
            })
        .onSuccess(
            count ->
                Answers.json(
                    context,
                    202,
                    json -> {
                      json.writeStartObject();
                      json.writeNumberField("replayed", count);
                      json.writeEndObject();
                    }))
        .onFailure(context::fail);
  }

  private Future<Webhook> known(String id) {
    return webhooks.find(id).map(found -> found.orElseThrow(() -> new Refused(unknown())));
  }

  private static List<String> texts(Fields fields, String name, int most) {
    var texts = new ArrayList<String>();
    var listed = fields.array(name, 0, most);
    if (listed != null) {
      for (var text : listed) {
        if (text.isTextual() && text.textValue().indexOf('\0') < 0) {
          texts.add(text.textValue());
        } else {
          fields.refuse(name, "a list of texts");
        }
      }
    }
    return texts;
  }

  private static String id(RoutingContext context) {
    var id = String.valueOf(context.pathParam("id"));
    if (!id.matches("[0-9a-f]{10}")) {
      throw new Refused(unknown());
    }
    return id;
  }

  private static void done(RoutingContext context, boolean there) {
    if (there) {
      context.response().setStatusCode(204).end();
    } else {
      context.fail(new Refused(unknown()));
    }
  }

  private static Problem unknown() {
    return Problem.notFound("No webhook has this id. Maybe it was removed.");
  }

  private static void secret(RoutingContext context, int status, WithSecret made) {
    Answers.json(context, status, json -> write(json, made.webhook(), made.secret()));
  }

  private static void write(JsonGenerator json, Webhook webhook, @Nullable String secret)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", webhook.id());
    json.writeStringField("url", webhook.url());
    json.writeArrayFieldStart("events");
    for (var event : webhook.events()) {
      json.writeString(event);
    }
    json.writeEndArray();
    json.writeStringField("created", webhook.created().toString());
    json.writeNumberField("waiting", webhook.waiting());
    json.writeNumberField("failed", webhook.failed());
    Json.text(json, "disabled", text(webhook.disabled()));
    Json.text(json, "secret", secret);
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, List<Message> page) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("messages");
    for (var message : page) {
      json.writeStartObject();
      json.writeNumberField("seq", message.seq());
      json.writeStringField("id", message.id());
      json.writeStringField("type", message.type());
      json.writeStringField("state", message.state());
      json.writeStringField("created", message.created().toString());
      json.writeNumberField("attempts", message.attempts());
      Json.text(json, "next", text(message.next()));
      Json.text(json, "failure", message.failure());
      json.writeFieldName("body");
      json.writeRawValue(message.body());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (page.size() == PAGE) {
      json.writeNumberField("next", page.get(PAGE - 1).seq());
    }
    json.writeEndObject();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
