package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.SignedVisitor;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.knowfirst.server.wire.Who;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a backend the token by which its page proves who signed in, and ends what proves a visitor
 * when they sign out.
 */
final class VisitorRoutes {
  private static final Set<String> FIELDS = Set.of("visitor", "validSeconds");
  private static final Set<String> RESET = Set.of("visitor", "token");
  private static final Set<String> VISITOR = Set.of("id");
  private static final int SHORTEST = 60;
  private static final int LONGEST = 31_536_000;
  private static final int USUAL = 86_400;

  private final Services services;
  private final VisitorIdentifier askers;

  VisitorRoutes(Services services, VisitorIdentifier askers) {
    this.services = services;
    this.askers = askers;
  }

  private record Wanted(String visitor, Duration valid) {}

  void token(RoutingContext context) {
    var caller = Gate.caller(context);
    Body.json(context, Body.JSON)
        .map(tree -> wanted(tree, caller))
        .compose(this::signed)
        .onSuccess(signed -> answer(context, signed))
        .onFailure(context::fail);
  }

  private static Wanted wanted(JsonNode tree, Caller caller) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var id = visitor(body, caller);
    var seconds = body.whole("validSeconds", SHORTEST, LONGEST);
    Refused.unlessNone(faults);
    return new Wanted(id, Duration.ofSeconds(seconds == null ? USUAL : seconds));
  }

  private static String visitor(Fields body, Caller caller) {
    var visitor = body.object("visitor");
    if (visitor == null) {
      body.refuse("visitor", "an object with the visitor's id");
      return "";
    }
    if (visitor.only(VISITOR).get("id") == null) {
      visitor.refuse("id", "text of 1 to " + Text.ID + " characters");
    }
    var id = Who.id(visitor, "id", IdentifiedVisitor.trusted(caller));
    return id == null ? "" : id;
  }

  private Future<SignedVisitor> signed(Wanted wanted) {
    var until = services.clock().instant().plus(wanted.valid());
    return services
        .profile()
        .apply(wanted.visitor())
        .recover(
            away -> Future.failedFuture(new StoreUnavailable("The visitor cannot be read", away)))
        .map(
            profile ->
                new SignedVisitor(
                    wanted.visitor(),
                    profile.visitor().equals(wanted.visitor()) ? profile.epoch() : 0,
                    services.access().newSession(),
                    null,
                    until));
  }

  private void answer(RoutingContext context, SignedVisitor signed) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", signed.visitor());
          json.writeEndObject();
          json.writeStringField("token", services.access().sign(signed));
          json.writeStringField(
              "validUntil", signed.until().truncatedTo(ChronoUnit.SECONDS).toString());
          json.writeEndObject();
        });
  }

  /**
   * Ends what a browser proves, so that the next person at it is a new visitor. With a secret key,
   * ends all that proves the visitor named, on every device. A page that shows a preview ends
   * nothing.
   */
  void reset(RoutingContext context) {
    var caller = Gate.caller(context);
    var query = Gate.inQuery(context.request(), "token");
    // Many clients name a type by habit; signing out must not fail for it.
    var body =
        !Body.isSent(context.request())
            ? Future.<@Nullable JsonNode>succeededFuture(null)
            : Body.json(context, Body.JSON_OR_TEXT).map(tree -> (@Nullable JsonNode) tree);
    body.compose(tree -> reset(context, caller, query, tree)).onFailure(context::fail);
  }

  private Future<Void> reset(
      RoutingContext context, Caller caller, @Nullable String query, @Nullable JsonNode tree) {
    var faults = new Faults();
    var fields = tree == null ? null : Fields.of(tree, At.ROOT, faults).only(RESET);
    if (!caller.isPublic()) {
      var id = fields == null ? "" : visitor(fields, caller);
      if (fields == null) {
        faults.add(
            At.ROOT.field("visitor"), (String) null, "an object with the visitor's id", null);
      }
      Refused.unlessNone(faults);
      return store(List.of(id), Event.Sender.SERVER).map(stored -> end(context, id));
    }
    if (fields != null && fields.get("visitor") != null) {
      fields.refuse("visitor", "nothing; a page resets the visitor that it is");
    }
    var carried = fields == null ? null : fields.text("token", Text.LONG);
    Refused.unlessNone(faults);
    return askers
        .ask(context, caller, query == null ? carried : query)
        .compose(
            asker -> {
              if (Preview.of(context.request(), services).isPresent()) {
                var visitor = Objects.requireNonNull(asker.visitor(), "of a site key");
                return Future.succeededFuture(end(context, visitor));
              }
              boolean token = query != null || carried != null || byToken(context);
              var visitor = askers.replace(context, token);
              return store(ended(asker), Event.Sender.SITE).map(stored -> end(context, visitor));
            });
  }

  private static boolean byToken(RoutingContext context) {
    return context.request().headers().contains(VisitorIdentifier.TOKEN);
  }

  /** A sign-in ends alone; an anonymous visitor, whom nothing else names, ends as a whole. */
  private static List<String> ended(IdentifiedVisitor asker) {
    var ended = new ArrayList<String>();
    for (var proof : asker.proofs()) {
      var session = proof.session();
      ended.add(session == null ? proof.visitor() : session);
    }
    return ended;
  }

  private Future<Void> store(List<String> ended, Event.Sender sender) {
    var now = services.clock().instant();
    var resets =
        ended.stream()
            .distinct()
            .map(id -> Event.reset(UUID.randomUUID().toString(), id, now, sender))
            .toList();
    return resets.isEmpty() ? Future.succeededFuture() : services.intake().apply(resets).mapEmpty();
  }

  private static @Nullable Void end(RoutingContext context, String visitor) {
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeObjectFieldStart("visitor");
          json.writeStringField("id", visitor);
          json.writeEndObject();
          json.writeEndObject();
        });
    return null;
  }
}
