package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.outbound.AudienceCount;
import io.knowfirst.server.outbound.AudienceDesk;
import io.knowfirst.server.outbound.AudienceDesk.AudienceSink;
import io.knowfirst.server.outbound.AudienceLine;
import io.knowfirst.server.outbound.AudienceRun;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the members of a segment, and decides for all of them. */
final class AudienceRoutes {
  private static final int MOST_PLACEMENTS = 50;
  private static final int ALL = 10_000;

  private final Services services;
  private final Gate gate;

  AudienceRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  void size(RoutingContext context) {
    var segment = segment(context);
    int sample = sample(context);
    services
        .audiences()
        .size()
        .apply(segment, sample)
        .compose(
            size ->
                services
                    .rules()
                    .members()
                    .apply(List.of(segment))
                    .onSuccess(
                        seen ->
                            Answers.json(
                                context,
                                200,
                                json ->
                                    AudienceWriter.write(
                                        json, size, seen.getOrDefault(segment, MembersSeen.NONE)))))
        .onFailure(failure -> context.fail(refusal(failure)));
  }

  void decide(RoutingContext context) {
    var segment = segment(context);
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    var writer = new AudienceWriter(accept != null && accept.contains("text/csv"));
    var by = gate.actor(context);
    Body.json(context, Body.JSON)
        .map(this::wish)
        .compose(
            wish ->
                services
                    .people()
                    .audit()
                    .add(by, "audience.exported", "segment " + segment, detail(wish))
                    .compose(kept -> run(segment, wish))
                    .compose(run -> stream(context, run, wish.after(), writer)))
        .onFailure(failure -> context.fail(refusal(failure)));
  }

  /** What is asked for: a new run, or one that goes on after a visitor. */
  private record AudienceWish(List<String> placements, @Nullable String run, String after) {}

  private AudienceWish wish(JsonNode tree) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(Set.of("placements", "run", "after"));
    var run = fields.id("run");
    var cursor = fields.text("after", Text.LONG);
    var after = "";
    if (cursor != null) {
      try {
        after = AudienceWriter.visitor(cursor);
      } catch (IllegalArgumentException none) {
        fields.refuse("after", "the cursor of a line");
      }
      if (run == null) {
        fields.refuse("after", "nothing without the run that the cursor is of");
      }
    }
    var placements = new ArrayList<String>();
    if (run == null) {
      placements(fields, placements);
    } else if (fields.get("placements") != null) {
      fields.refuse("placements", "nothing beside run, which has its own");
    }
    Refused.unlessNone(faults);
    return new AudienceWish(placements, run, after);
  }

  private void placements(Fields fields, List<String> to) {
    var list = fields.array("placements", 1, MOST_PLACEMENTS);
    var folder = base().folder();
    var outbound = folder.channels().outbound().keySet();
    var known =
        folder.placements().values().stream()
            .filter(one -> outbound.contains(one.channel()))
            .map(one -> one.id())
            .collect(Collectors.toCollection(TreeSet::new));
    if (list == null) {
      if (fields.get("placements") == null) {
        fields.refuse("placements", "a list of placements");
      }
      return;
    }
    for (var one : list) {
      var id = one.asText();
      if (!known.contains(id) || to.contains(id)) {
        fields.refuse(
            "placements",
            "placements, each once, on one of %s: %s"
                .formatted(String.join(", ", outbound), String.join(", ", known)));
        return;
      }
      to.add(id);
    }
  }

  private Future<AudienceRun> run(String segment, AudienceWish wish) {
    var calls = services.audiences();
    var id = wish.run();
    if (id == null) {
      return calls.begin().apply(segment, wish.placements());
    }
    return calls
        .find()
        .apply(id)
        .map(
            found -> {
              var run =
                  found
                      .filter(one -> one.segment().equals(segment))
                      .orElseThrow(
                          () ->
                              new Refused(
                                  Problem.notFound(
                                      "There is no run \"%s\" of the segment. Maybe it is of another, or older than 90 days."
                                          .formatted(id))));
              if (!run.ruleset().equals(base().hash())) {
                throw new Refused(
                    Problem.wrongState(
                        "The run was begun with other rules than those that decide now. Maybe begin a new one, or roll the rules back."));
              }
              return run;
            });
  }

  private Future<Void> stream(
      RoutingContext context, AudienceRun run, String after, AudienceWriter writer) {
    var response = context.response();
    var sink =
        new AudienceSink() {
          @Override
          public Future<Void> write(List<AudienceLine> lines, AudienceCount soFar) {
            var bytes = writer.lines(lines, run, soFar);
            if (!response.headWritten()) {
              response
                  .setChunked(true)
                  .putHeader(HttpHeaders.CONTENT_TYPE, writer.type())
                  .putHeader("X-Run", run.id());
              bytes = writer.head(run).appendBuffer(bytes);
            }
            return bytes.length() == 0 ? Future.succeededFuture() : response.write(bytes);
          }

          @Override
          public boolean isGone() {
            return response.closed();
          }
        };
    return services
        .audiences()
        .run()
        .run(run, after, sink)
        .compose(count -> response.end(writer.end(count)));
  }

  private String segment(RoutingContext context) {
    var segment = Objects.requireNonNullElse(context.pathParam("segment"), "");
    var segments = base().segments();
    if (!segments.contains(segment)) {
      throw new Refused(
          Problem.notFound(
              "No rule derives the segment \"%s\". %s"
                  .formatted(Text.shorten(segment), Suggestion.of(segment, segments))));
    }
    return segment;
  }

  private static int sample(RoutingContext context) {
    var text = RulesetRoutes.parameter(context, "sample", Text.ID);
    if (text == null) {
      return ALL;
    }
    if (text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= ALL) {
      return Integer.parseInt(text);
    }
    throw new Refused(
        Problem.badRequest(
            "sample is %s, expected basis points from 1 to %d. Maybe 100, which is 1 %%."
                .formatted(Text.shorten(text), ALL)));
  }

  private RuleBase base() {
    return services.rules().rulesets().get().get().base();
  }

  private static String detail(AudienceWish wish) {
    return wish.run() == null
        ? "placements " + String.join(", ", wish.placements())
        : "run " + wish.run();
  }

  private static Throwable refusal(Throwable failure) {
    return failure instanceof AudienceDesk.Busy busy
        ? new Refused(
            new Problem(
                409,
                "busy",
                "Conflict with the current state",
                busy.getMessage() + " Maybe ask again when one has ended."))
        : failure;
  }
}
