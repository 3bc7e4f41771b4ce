package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignedIn;
import io.knowfirst.server.people.User;
import io.knowfirst.server.people.UserRefused;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Manages users over HTTP, and tells who is signed in. */
final class PeopleRoutes {
  private static final Set<String> INVITATION = Set.of("email", "roles");
  private static final Set<String> CHANGE = Set.of("roles", "disabled");
  private static final int LONGEST_EMAIL = 254;
  private static final String ROLES =
      "one or more of "
          + Stream.of(Role.values()).map(Role::word).collect(Collectors.joining(", "));

  private final People people;
  private final Gate gate;

  PeopleRoutes(People people, Gate gate) {
    this.people = people;
    this.gate = gate;
  }

  static Problem problem(UserRefused refused) {
    var why = refused.reason();
    return switch (refused.why()) {
      case UNKNOWN, LINK -> Problem.notFound(why);
      case STATE -> Problem.wrongState(why);
      case FORBIDDEN -> Problem.forbidden(why);
      case INVALID -> Problem.badRequest(why);
    };
  }

  /** Who is signed in, and the token by which scripts of their pages change something. */
  void session(RoutingContext context) {
    SignedIn who = Objects.requireNonNull(Gate.signedIn(context));
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeFieldName("user");
          write(json, who.user());
          json.writeStringField("csrfToken", people.formToken(who));
          json.writeEndObject();
        });
  }

  void list(RoutingContext context) {
    people
        .users()
        .list()
        .onSuccess(
            users ->
                Answers.json(
                    context,
                    200,
                    json -> {
                      json.writeStartObject();
                      json.writeArrayFieldStart("users");
                      for (var user : users) {
                        write(json, user);
                      }
                      json.writeEndArray();
                      json.writeEndObject();
                    }))
        .onFailure(context::fail);
  }

  void invite(RoutingContext context) {
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var fields = Fields.of(tree, At.ROOT, faults).only(INVITATION);
              var email = fields.text("email", LONGEST_EMAIL);
              if (email == null) {
                fields.refuse("email", "an address such as maria@shop.example");
              }
              var roles = roles(fields);
              if (roles == null || roles.isEmpty()) {
                fields.refuse("roles", ROLES);
              }
              Refused.unlessNone(faults);
              return people
                  .users()
                  .invite(String.valueOf(email), Objects.requireNonNull(roles), by);
            })
        .onSuccess(made -> answer(context, made))
        .onFailure(context::fail);
  }

  void link(RoutingContext context) {
    people
        .users()
        .link(id(context), gate.actor(context))
        .onSuccess(made -> answer(context, made))
        .onFailure(context::fail);
  }

  void change(RoutingContext context) {
    var by = gate.actor(context);
    var id = id(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var fields = Fields.of(tree, At.ROOT, faults).only(CHANGE);
              var roles = roles(fields);
              var disabled = fields.get("disabled");
              if (disabled != null && !disabled.isBoolean()) {
                fields.refuse("disabled", "true or false");
              }
              Refused.unlessNone(faults);
              return people
                  .users()
                  .change(id, roles, disabled == null ? null : disabled.asBoolean(), by);
            })
        .onSuccess(user -> Answers.json(context, 200, json -> write(json, user)))
        .onFailure(context::fail);
  }

  private static @Nullable Set<Role> roles(Fields fields) {
    var listed = fields.array("roles", 0, Role.values().length);
    if (listed == null) {
      return null;
    }
    var roles = EnumSet.noneOf(Role.class);
    for (JsonNode word : listed) {
      Role.of(word.asText()).ifPresentOrElse(roles::add, () -> fields.refuse("roles", ROLES));
    }
    return roles;
  }

  private static void answer(RoutingContext context, User.Invited made) {
    Answers.json(
        context,
        201,
        json -> {
          json.writeStartObject();
          json.writeFieldName("user");
          write(json, made.user());
          json.writeStringField("path", "/console/invitation?token=" + made.token());
          json.writeStringField("until", made.until().toString());
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, User user) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", user.id());
    json.writeStringField("email", user.email());
    json.writeStringField("name", user.name());
    json.writeArrayFieldStart("roles");
    for (var role : user.roles().stream().sorted().toList()) {
      json.writeString(role.word());
    }
    json.writeEndArray();
    json.writeStringField(
        "state", user.disabled() != null ? "disabled" : user.joined() ? "active" : "invited");
    json.writeStringField("created", user.created().toString());
    Json.text(json, "disabled", user.disabled() == null ? null : user.disabled().toString());
    json.writeEndObject();
  }

  private static String id(RoutingContext context) {
    var id = String.valueOf(context.pathParam("id"));
    if (!id.matches("u-[0-9a-f]{12}")) {
      throw new Refused(Problem.notFound("No user has this id."));
    }
    return id;
  }
}
