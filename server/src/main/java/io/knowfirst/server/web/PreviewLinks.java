package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.scenarios.Attempt;
import io.knowfirst.server.rulesets.scenarios.Scenarios;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Contexts;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes links by which a page shows what a version or a draft decides for a supposed visitor, and
 * decides for pages that were opened by one. Nothing is counted.
 */
final class PreviewLinks {
  private static final Set<String> FIELDS =
      Set.of("ruleset", "draft", "scenario", "visitor", "supposed", "now", "until");
  private static final Set<String> VISITOR = Set.of("id");
  private static final Set<String> SUPPOSED =
      Set.of("traits", "consents", "known", "events", Preview.CONTEXT);
  private static final Duration LONGEST = Duration.ofHours(24);

  /** A link has room for so much, in a token of at most 4,000 characters. */
  private static final int MOST = 2_800;

  private final Services services;
  private final EventReader events;
  private final AsideRules aside;
  private final StoredVisitors stored;

  PreviewLinks(Services services, EventReader events, AsideRules aside, StoredVisitors stored) {
    this.services = services;
    this.events = events;
    this.aside = aside;
    this.stored = stored;
  }

  /**
   * What decides.
   *
   * @param files of a draft; null for a version
   */
  private record Source(ActiveRules rules, @Nullable SortedMap<String, String> files) {}

  /**
   * What a version decides for a page.
   *
   * @param asked ids of the page's placements
   * @param traced null where the version has none of them
   */
  record Shown(Preview preview, List<String> asked, @Nullable Traced traced) {}

  /** Fails with {@link Refused} where there is no such version, or something is wrong with it. */
  Future<Preview> make(Vertx vertx, Caller caller, Actor actor, JsonNode tree) {
    return stored
        .admit(caller, actor, tree)
        .compose(admitted -> asked(vertx, tree))
        .compose(
            source ->
                checked(vertx, source, preview(tree, source, IdentifiedVisitor.trusted(caller))));
  }

  private Future<Source> asked(Vertx vertx, JsonNode tree) {
    var ruleset = SimulationReader.ruleset(tree);
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var draft = body.id("draft");
    if (draft != null && ruleset != null) {
      body.refuse("draft", "nothing beside ruleset: a version or a draft decides");
    }
    Refused.unlessNone(faults);
    return find(vertx, draft, ruleset)
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof DraftRefused
                        ? Refused.body(
                            new Fault(
                                "/draft",
                                draft,
                                "the id of a draft",
                                "Maybe the list of drafts shows it."))
                        : failure));
  }

  private Future<Source> find(Vertx vertx, @Nullable String draft, @Nullable String ruleset) {
    if (draft == null) {
      return aside.find(vertx, ruleset).map(rules -> new Source(rules, null));
    }
    return services
        .rules()
        .drafts()
        .get()
        .drafts()
        .open(draft)
        .compose(
            opened -> {
              var files = opened.files().now();
              return aside
                  .of(vertx, opened.hash(), files)
                  .map(rules -> new Source(rules, new TreeMap<>(files)));
            });
  }

  private Preview preview(JsonNode tree, Source source, IdentifiedVisitor asker) {
    var now = services.clock().instant();
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults);
    var until = body.time("until", now, now.plus(LONGEST));
    var visitor = body.object("visitor");
    var supposed = body.object("supposed");
    var scenario = body.text("scenario", Preview.LONGEST_NAME);
    if (visitor != null && visitor.only(VISITOR).get("id") == null) {
      visitor.refuse("id", "the id of a visitor");
    }
    if (supposed != null) {
      context(supposed.only(SUPPOSED).object(Preview.CONTEXT), faults);
    }
    if (visitor != null && supposed != null) {
      body.refuse("supposed", "nothing beside visitor: a visitor is stored or supposed");
    }
    if (scenario != null && (visitor != null || supposed != null)) {
      body.refuse("scenario", "nothing beside a visitor: a scenario has its own");
    }
    Refused.unlessNone(faults);
    var situation = Preview.situation((ObjectNode) tree);
    check(situation, source.rules(), asker, now);
    var preview =
        new Preview(
            source.rules().base().hash(),
            body.id("draft"),
            situation,
            until == null ? now.plus(LONGEST) : until);
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

  private static void context(@Nullable Fields context, Faults faults) {
    if (context == null) {
      return;
    }
    for (var wrong : Contexts.read(context.object()).wrong()) {
      var at = context.at();
      for (var name : wrong.path()) {
        at = at.field(name);
      }
      var expected = wrong.expected() == null ? Faults.NO_SUCH_FIELD : wrong.expected();
      faults.add(new Fault(at.toString(), wrong.value(), expected, wrong.advice()));
    }
  }

  /**
   * @throws Refused with all that is wrong, where it was said
   */
  private void check(
      ObjectNode situation, ActiveRules rules, IdentifiedVisitor asker, Instant now) {
    var placements = rules.base().folder().placements().keySet();
    if (placements.isEmpty()) {
      throw new Refused(Problem.badRequest("The rules have no placements, expected one at least."));
    }
    var body = situation.deepCopy();
    body.remove(Preview.SCENARIO);
    body.putArray("placements").add(placements.iterator().next());
    try {
      new SimulationReader(rules, events).read(body, asker, now, new Notes());
    } catch (Refused refused) {
      var faults = refused.problem().errors().stream().map(PreviewLinks::supposed).toList();
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

  /** Fails where the scenario is none of the source. */
  private Future<Preview> checked(Vertx vertx, Source source, Preview preview) {
    var scenario = preview.scenario();
    return scenario == null
        ? Future.succeededFuture(preview)
        : decided(vertx, source, preview, scenario, List.of()).map(preview);
  }

  /**
   * Fails with {@link Refused} where the version is gone, or the draft decides nothing any more.
   */
  Future<Shown> decide(Vertx vertx, Preview preview, JsonNode page, Caller caller) {
    return find(vertx, preview.draft(), preview.draft() == null ? preview.ruleset() : null)
        .compose(source -> decided(vertx, source, preview, page, caller))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof DraftRefused || failure instanceof RulesetRefused
                        ? new Refused(Problem.badRequest(String.valueOf(failure.getMessage())))
                        : failure));
  }

  private Future<Shown> decided(
      Vertx vertx, Source source, Preview preview, JsonNode page, Caller caller) {
    var rules = source.rules();
    var seen = preview.by(rules.base().hash());
    var places = Preview.places(page, rules.base().folder().placements(), caller);
    if (places.known().isEmpty()) {
      return Future.succeededFuture(new Shown(seen, places.asked(), null));
    }
    var scenario = preview.scenario();
    var traced =
        scenario == null
            ? services
                .decisions()
                .simulate()
                .apply(
                    new SimulationReader(rules, events)
                        .read(
                            preview.body(page, places.known()),
                            Preview.asker(caller),
                            services.clock().instant(),
                            new Notes()))
            : decided(
                vertx,
                source,
                preview,
                scenario,
                places.known().stream().map(place -> place.id()).toList());
    return traced.map(found -> new Shown(seen, places.asked(), found));
  }

  private Future<Traced> decided(
      Vertx vertx, Source source, Preview preview, String scenario, List<String> placements) {
    var rules = source.rules();
    var kept = source.files();
    var files =
        kept == null
            ? services.rules().rulesets().get().versions().files(rules.base().hash())
            : Future.succeededFuture(kept);
    return files.compose(
        texts ->
            vertx.executeBlocking(
                () -> {
                  var scenarios =
                      Scenarios.of(texts, rules.base())
                          .with(services.catalogue().assortment().get());
                  if (scenarios.all().stream().noneMatch(one -> one.name().equals(scenario))) {
                    throw Refused.body(
                        new Fault(
                            "/scenario",
                            scenario,
                            "the name of a scenario of these rules",
                            "Maybe it was renamed."));
                  }
                  return Attempt.of(scenarios, scenario, placements, preview.now())
                      .trace(rules, Set.of());
                },
                false));
  }
}
