package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.AccessKey;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Manages keys over HTTP. Whoever makes a key is its owner, so that none stands for somebody else.
 */
final class KeyRoutes {
  private static final Set<String> KEY = Set.of("kind", "name", "origins", "channels", "expires");
  private static final int LONGEST = 100;
  private static final int MOST = 100;

  private final AccessKeys keys;
  private final Gate gate;

  KeyRoutes(AccessKeys keys, Gate gate) {
    this.keys = keys;
    this.gate = gate;
  }

  void list(RoutingContext context) {
    orAway(keys.list())
        .onSuccess(
            all ->
                Answers.json(
                    context,
                    200,
                    json -> {
                      json.writeStartObject();
                      json.writeArrayFieldStart("keys");
                      for (var key : all) {
                        write(json, key, null);
                      }
                      json.writeEndArray();
                      json.writeEndObject();
                    }))
        .onFailure(context::fail);
  }

  void create(RoutingContext context) {
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .compose(tree -> create(tree, by))
        .onSuccess(made -> Answers.json(context, 201, json -> write(json, made.key(), made.text())))
        .onFailure(context::fail);
  }

  private Future<AccessKey.Made> create(JsonNode tree, Actor by) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(KEY);
    var word = fields.text("kind", LONGEST);
    var kind = Arrays.stream(KeyKind.values()).filter(one -> one.word().equals(word)).findFirst();
    if (kind.isEmpty()) {
      fields.refuse("kind", "one of admin, secret, site");
    }
    var name = fields.text("name", LONGEST);
    if (name == null || name.isBlank()) {
      fields.refuse("name", "text of 1 to " + LONGEST + " characters");
    }
    var origins = texts(fields, "origins");
    var channels = texts(fields, "channels");
    var expires = instant(fields, "expires");
    Refused.unlessNone(faults);
    try {
      return orAway(
          keys.make(
              new WantedKey(
                  kind.orElseThrow(),
                  String.valueOf(name),
                  origins,
                  channels,
                  by.person(),
                  expires),
              by));
    } catch (IllegalArgumentException bad) {
      throw new Refused(Problem.badRequest(String.valueOf(bad.getMessage())));
    }
  }

  private static @Nullable Instant instant(Fields fields, String name) {
    var text = fields.text(name, LONGEST);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException bad) {
      fields.refuse(name, "a time such as 2030-12-31T23:59:59Z");
      return null;
    }
  }

  void rename(RoutingContext context) {
    var id = String.valueOf(context.pathParam("id"));
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .compose(tree -> rename(id, tree, by))
        .onSuccess(done -> context.response().setStatusCode(204).end())
        .onFailure(context::fail);
  }

  private Future<Boolean> rename(String id, JsonNode tree, Actor by) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(Set.of("name"));
    var name = fields.text("name", LONGEST);
    if (name == null || name.isBlank()) {
      fields.refuse("name", "text of 1 to " + LONGEST + " characters");
    }
    Refused.unlessNone(faults);
    return orAway(keys.rename(id, String.valueOf(name), by))
        .map(
            renamed -> {
              if (!renamed) {
                throw new Refused(Problem.notFound("No key has this id. Maybe see GET /v1/keys."));
              }
              return renamed;
            });
  }

  private static List<String> texts(Fields fields, String name) {
    var texts = new ArrayList<String>();
    var listed = fields.array(name, 0, MOST);
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

  void revoke(RoutingContext context) {
    var id = String.valueOf(context.pathParam("id"));
    if (!id.matches("[0-9a-f]{10}")) {
      throw new Refused(unknown());
    }
    orAway(keys.revoke(id, gate.actor(context)))
        .onSuccess(
            revoked -> {
              if (revoked) {
                context.response().setStatusCode(204).end();
              } else {
                context.fail(new Refused(unknown()));
              }
            })
        .onFailure(context::fail);
  }

  private static Problem unknown() {
    return Problem.notFound("No valid key has this id. Maybe it is revoked already.");
  }

  private static void write(JsonGenerator json, AccessKey key, @Nullable String text)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", key.id());
    json.writeStringField("kind", key.kind().word());
    json.writeStringField("name", key.name());
    Json.text(json, "owner", key.owner());
    texts(json, "origins", key.origins());
    texts(json, "channels", key.channels());
    json.writeStringField("created", key.created().toString());
    Json.text(json, "expires", key.expires() == null ? null : key.expires().toString());
    Json.text(json, "lastUsed", key.lastUsed() == null ? null : key.lastUsed().toString());
    Json.text(json, "revoked", key.revoked() == null ? null : key.revoked().toString());
    Json.text(json, "key", text);
    json.writeEndObject();
  }

  private static void texts(JsonGenerator json, String field, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (var text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                StoreUnavailable.of(failure, "The keys in PostgreSQL cannot be reached.")));
  }
}
