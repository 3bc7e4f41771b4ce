package io.knowfirst.server.web;

import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.versions.Archive;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes drafts, lists, shows and discards them, and takes whole folders in and out. */
final class DraftRoutes {
  static final String ZIP = "application/zip";
  private static final Set<String> FIELDS = Set.of("name", "note", "base");
  private static final int LONGEST_NAME = 200;
  private static final int MOST = 100;

  private final Services services;

  DraftRoutes(Services services) {
    this.services = services;
  }

  void create(RoutingContext context) {
    var caller = Gate.caller(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
              var name = body.text("name", LONGEST_NAME);
              if (name == null && faults.none()) {
                body.refuse(
                    "name", "what the draft is for, in 1 to " + LONGEST_NAME + " characters");
              }
              var note = body.text("note", Text.LONG);
              var base = body.id("base");
              Refused.unlessNone(faults);
              return desk()
                  .drafts()
                  .create(
                      String.valueOf(name),
                      note == null ? "" : note,
                      base,
                      DraftAnswers.person(caller));
            })
        .onSuccess(opened -> DraftAnswers.opened(context, 201, opened))
        .onFailure(context::fail);
  }

  /** Those that are on their way, unless the query names states. */
  void list(RoutingContext context) {
    var drafts = desk().drafts();
    var live = services.rules().rulesets().get().get().base().hash();
    drafts
        .list(states(context), MOST)
        .onSuccess(
            found -> Answers.json(context, 200, json -> DraftAnswers.list(json, found, live)))
        .onFailure(context::fail);
  }

  private static Set<State> states(RoutingContext context) {
    var named = RulesetRoutes.parameter(context, "state", Text.ID);
    if (named == null) {
      return EnumSet.complementOf(EnumSet.of(State.PUBLISHED, State.DISCARDED));
    }
    var all = Stream.of(State.values()).collect(Collectors.toMap(State::word, state -> state));
    var found = Stream.of(named.split(",", -1)).map(all::get).toList();
    if (found.contains(null)) {
      throw new Refused(
          Problem.badRequest(
              "state is %s, expected some of %s, divided by commas."
                  .formatted(Text.shorten(named), String.join(", ", new TreeMap<>(all).keySet()))));
    }
    return EnumSet.copyOf(found);
  }

  void show(RoutingContext context) {
    var id = DraftAnswers.id(context);
    var drafts = desk().drafts();
    drafts
        .open(id)
        .compose(
            opened ->
                drafts
                    .history(id)
                    .onSuccess(history -> DraftAnswers.shown(context, opened, history)))
        .onFailure(context::fail);
  }

  void discard(RoutingContext context) {
    var caller = Gate.caller(context);
    desk()
        .drafts()
        .discard(
            DraftAnswers.id(context), DraftAnswers.seen(context), DraftAnswers.person(caller), "")
        .onSuccess(opened -> DraftAnswers.opened(context, 200, opened))
        .onFailure(context::fail);
  }

  void download(RoutingContext context) {
    desk()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                context
                    .vertx()
                    .executeBlocking(() -> Archive.pack(opened.files().now()), false)
                    .onSuccess(
                        zip -> {
                          DraftAnswers.tag(context, opened.draft());
                          context
                              .response()
                              .putHeader(HttpHeaders.CONTENT_TYPE, ZIP)
                              .putHeader(
                                  HttpHeaders.CONTENT_DISPOSITION,
                                  "attachment; filename=\"draft-" + opened.draft().id() + ".zip\"")
                              .end(Buffer.buffer(zip));
                        }))
        .onFailure(context::fail);
  }

  /** Files that are left out come with a finding each. */
  void upload(RoutingContext context) {
    var caller = Gate.caller(context);
    var id = DraftAnswers.id(context);
    var seen = DraftAnswers.seen(context);
    RulesetReader.check(context)
        .compose(
            wish ->
                desk()
                    .drafts()
                    .replace(id, seen, DraftAnswers.person(caller), wish.files())
                    .onSuccess(opened -> DraftAnswers.uploaded(context, opened, wish.unread())))
        .onFailure(context::fail);
  }

  void rename(RoutingContext context) {
    var caller = Gate.caller(context);
    var id = DraftAnswers.id(context);
    var seen = DraftAnswers.seen(context);
    Body.json(context, Body.JSON)
        .compose(
            tree -> {
              var faults = new Faults();
              var body = Fields.of(tree, At.ROOT, faults).only(Set.of("from", "to"));
              var from = path(body, "from", faults);
              var to = path(body, "to", faults);
              Refused.unlessNone(faults);
              return desk().drafts().rename(id, seen, DraftAnswers.person(caller), from, to);
            })
        .onSuccess(opened -> DraftAnswers.opened(context, 200, opened))
        .onFailure(context::fail);
  }

  private static String path(Fields body, String field, Faults faults) {
    var path = body.text(field, DraftFileRoutes.LONGEST_PATH);
    if (path == null && faults.none()) {
      body.refuse(field, "the path of a file within the folder");
    }
    return path == null ? "" : path;
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
