package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.EventReader;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Notes;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.SimulationReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Links by which a page shows what a version decides for a supposed visitor, and counts nothing.
 */
final class PreviewRoutes {
  private static final Set<String> FIELDS =
      Set.of("ruleset", "visitor", "supposed", "now", "until");
  private static final Set<String> VISITOR = Set.of("id");
  private static final Set<String> SUPPOSED = Set.of("traits", "consents", "known", "events");
  private static final Duration LONGEST = Duration.ofHours(24);

  /** A link has room for so much, in a token of at most 4,000 characters. */
  private static final int MOST = 2_800;

  private final Services services;
  private final EventReader events;
  private final AsideRules aside;
  private final StoredVisitors stored;

  PreviewRoutes(Services services, EventReader events, AsideRules aside, StoredVisitors stored) {
    this.services = services;
    this.events = events;
    this.aside = aside;
    this.stored = stored;
  }

  /** Makes a link. */
  void create(RoutingContext context) {
    var caller = Gate.caller(context);
    Body.json(context, Body.JSON)
        .compose(tree -> stored.admit(context, tree))
        .compose(
            tree ->
                aside
                    .find(context.vertx(), SimulationReader.ruleset(tree))
                    .map(rules -> preview(tree, rules, IdentifiedVisitor.trusted(caller))))
        .onSuccess(preview -> answer(context, preview))
        .onFailure(context::fail);
  }

  private Preview preview(JsonNode tree, ActiveRules rules, IdentifiedVisitor asker) {
    var now = services.clock().instant();
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var until = body.time("until", now, now.plus(LONGEST));
    var visitor = body.object("visitor");
    var supposed = body.object("supposed");
    if (visitor != null && visitor.only(VISITOR).get("id") == null) {
      visitor.refuse("id", "the id of a visitor");
    }
    if (supposed != null) {
      supposed.only(SUPPOSED);
    }
    if (visitor != null && supposed != null) {
      body.refuse("supposed", "nothing beside visitor: a visitor is stored or supposed");
    }
    Refused.unlessNone(faults);
    var situation = situation(tree);
    check(situation, rules, asker, now);
    var preview =
        new Preview(rules.base().hash(), situation, until == null ? now.plus(LONGEST) : until);
    int length = preview.text().length();
    if (length > MOST) {
      throw Refused.body(
          new Fault(
              "",
              length + " characters",
              "at most " + MOST + ", as a link must hold them",
              "Maybe suppose fewer events or traits."));
    }
    return preview;
  }

  /** In the shape of a simulation's body. */
  private static ObjectNode situation(JsonNode tree) {
    var body = ((ObjectNode) tree).objectNode();
    if (tree.hasNonNull("now")) {
      body.set("now", tree.get("now"));
    }
    if (tree.hasNonNull("visitor")) {
      body.set("visitor", tree.get("visitor"));
    }
    if (tree.get("supposed") instanceof ObjectNode supposed) {
      var who = supposed.deepCopy();
      var happened = who.remove("events");
      if (happened != null) {
        body.set("events", happened);
      }
      body.set("visitor", who);
    }
    return body;
  }

  /**
   * @throws Refused with all that is wrong, where it was said
   */
  private void check(
      ObjectNode situation, ActiveRules rules, IdentifiedVisitor asker, Instant now) {
    var placements = rules.base().folder().placements().keySet();
    var body = situation.deepCopy();
    body.putArray("placements").add(placements.iterator().next());
    try {
      new SimulationReader(rules, events).read(body, asker, now, new Notes());
    } catch (Refused refused) {
      var faults = refused.problem().errors().stream().map(PreviewRoutes::supposed).toList();
      throw new Refused(Problem.body(faults));
    }
  }

  private static Fault supposed(Fault fault) {
    var pointer =
        fault
            .pointer()
            .replaceFirst("^/visitor/(traits|consents|known)", "/supposed/$1")
            .replaceFirst("^/events", "/supposed/events");
    return new Fault(pointer, fault.value(), fault.expected(), fault.advice());
  }

  private void answer(RoutingContext context, Preview preview) {
    var token = services.access().signPreview(preview.text());
    Answers.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringField("token", token);
          json.writeStringField("query", "kf_preview=" + token);
          json.writeStringField("ruleset", preview.ruleset());
          json.writeStringField("until", preview.until().toString());
          json.writeEndObject();
        });
  }

  /**
   * What a version decides for a page.
   *
   * @param asked ids of the page's placements
   * @param traced null where the version has none of them
   */
  record Shown(Preview preview, List<String> asked, @Nullable Traced traced) {}

  /** Fails where the version is gone. */
  Future<Shown> decide(Vertx vertx, Preview preview, JsonNode page, Caller caller) {
    return aside
        .find(vertx, preview.ruleset())
        .compose(
            rules -> {
              var known = rules.base().folder().placements();
              var places = Preview.places(page, known, caller);
              if (places.known().isEmpty()) {
                return Future.succeededFuture(new Shown(preview, places.asked(), null));
              }
              var body = preview.body(page, places.known());
              var now = services.clock().instant();
              return services
                  .decisions()
                  .simulate()
                  .apply(
                      new SimulationReader(rules, events)
                          .read(body, Preview.asker(caller), now, new Notes()))
                  .map(traced -> new Shown(preview, places.asked(), traced));
            });
  }
}
