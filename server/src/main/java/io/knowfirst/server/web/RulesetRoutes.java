package io.knowfirst.server.web;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.FindingReport;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.rulesets.versions.Publication;
import io.knowfirst.server.rulesets.versions.RulesetDiff;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.rulesets.versions.Version;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Publishes rules, tells their history, goes back. All of it is for operators. */
final class RulesetRoutes {
  private static final String SARIF = "application/sarif+json";
  private static final int LONGEST_MESSAGE = 500;
  private static final int PAGE = 50;
  private static final int LONGEST_PAGE = 100;

  private final Services services;
  private final Gate gate;

  RulesetRoutes(Services services, Gate gate) {
    this.services = services;
    this.gate = gate;
  }

  static Problem problem(RulesetRefused refused) {
    return switch (refused.why()) {
      case FINDINGS -> {
        long errors = RulesetWriter.errors(refused.findings());
        yield Problem.refusedRules(
            errors == 1 ? "There is 1 error." : "There are " + errors + " errors.",
            refused.findings());
      }
      case GATE -> Problem.refusedRules(refused.reason(), refused.findings());
      case UNKNOWN -> Problem.notFound(refused.reason());
      case STATE -> Problem.wrongState(refused.reason());
      case SAME_PERSON -> Problem.forbidden(refused.reason());
    };
  }

  void publish(RoutingContext context) {
    var author = gate.actor(context);
    double most = maxChange(context);
    RulesetReader.publish(context)
        .compose(
            wish ->
                rulesets()
                    .publish(wish.files(), author, wish.message(), most)
                    .map(done -> done.and(wish.unread()))
                    .recover(refused -> Future.failedFuture(with(wish.unread(), refused))))
        .onSuccess(done -> answer(context, done))
        .onFailure(context::fail);
  }

  private static Throwable with(List<Finding> more, Throwable refused) {
    return refused instanceof RulesetRefused rules ? rules.and(more) : refused;
  }

  void check(RoutingContext context) {
    RulesetReader.check(context)
        .compose(
            wish -> rulesets().check(wish.files()).map(inspection -> inspection.and(wish.unread())))
        .onSuccess(inspection -> answer(context, inspection))
        .onFailure(context::fail);
  }

  void history(RoutingContext context) {
    var before = parameter(context, "before", Text.ID);
    int limit = limit(context);
    var rulesets = rulesets();
    rulesets
        .versions()
        .page(before, limit)
        .onSuccess(
            page ->
                Answers.json(
                    context,
                    200,
                    json -> RulesetWriter.history(json, rulesets.status(), page, limit)))
        .onFailure(context::fail);
  }

  void version(RoutingContext context) {
    var versions = rulesets().versions();
    versions
        .find(context.pathParam("hash"))
        .compose(
            version ->
                Future.all(versions.files(version.hash()), versions.audit(version.hash()))
                    .onSuccess(
                        both ->
                            Answers.json(
                                context,
                                200,
                                json ->
                                    RulesetWriter.version(
                                        json, version, both.resultAt(0), both.resultAt(1)))))
        .onFailure(context::fail);
  }

  void diff(RoutingContext context) {
    var versions = rulesets().versions();
    var from = required(context, "from");
    var to = required(context, "to");
    Future.all(versions.files(from), versions.files(to))
        .compose(
            both ->
                context
                    .vertx()
                    .executeBlocking(
                        () -> RulesetDiff.of(both.resultAt(0), both.resultAt(1)), false))
        .onSuccess(
            difference ->
                Answers.json(context, 200, json -> RulesetWriter.difference(json, difference)))
        .onFailure(context::fail);
  }

  void rollback(RoutingContext context) {
    var message = parameter(context, "message", LONGEST_MESSAGE);
    rulesets()
        .rollback(context.pathParam("hash"), gate.actor(context), message == null ? "" : message)
        .onSuccess(done -> answer(context, done))
        .onFailure(context::fail);
  }

  void approve(RoutingContext context) {
    rulesets()
        .approve(context.pathParam("hash"), gate.actor(context))
        .onSuccess(done -> answer(context, done))
        .onFailure(context::fail);
  }

  private static void answer(RoutingContext context, Inspection inspection) {
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    if (accept != null && accept.contains(SARIF)) {
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, SARIF)
          .end(FindingReport.sarif(inspection.findings()).toString());
    } else {
      Answers.json(context, 200, json -> RulesetWriter.inspection(json, inspection));
    }
  }

  private Rulesets rulesets() {
    return services.rules().rulesets().get();
  }

  /** 201: decides now; 200: did so before; 202: waits. */
  private static void answer(RoutingContext context, Publication done) {
    int status = done.version().state() == Version.State.PENDING ? 202 : done.changed() ? 201 : 200;
    Answers.json(context, status, json -> RulesetWriter.publication(json, done));
  }

  private static double maxChange(RoutingContext context) {
    var text = parameter(context, "maxChange", Text.ID);
    if (text == null) {
      return 1;
    }
    if (text.matches("0|1|0\\.[0-9]{1,9}")) {
      return Double.parseDouble(text);
    }
    throw new Refused(
        Problem.badRequest(
            "maxChange is %s, expected a share from 0 to 1. Maybe 0.03 was meant."
                .formatted(Text.shorten(text))));
  }

  private static int limit(RoutingContext context) {
    var text = parameter(context, "limit", Text.ID);
    if (text == null) {
      return PAGE;
    }
    if (text.matches("[1-9][0-9]{0,2}") && Integer.parseInt(text) <= LONGEST_PAGE) {
      return Integer.parseInt(text);
    }
    throw new Refused(
        Problem.badRequest(
            "limit is %s, expected 1 to %d.".formatted(Text.shorten(text), LONGEST_PAGE)));
  }

  private static String required(RoutingContext context, String name) {
    var value = parameter(context, name, Text.ID);
    if (value == null) {
      throw new Refused(
          Problem.badRequest(name + " is absent, expected the hash of a version in the query."));
    }
    return value;
  }

  static @Nullable String parameter(RoutingContext context, String name, int longest) {
    var values = context.queryParam(name);
    if (values.isEmpty()) {
      return null;
    }
    var fault = Text.fault(values.get(0), longest);
    if (fault != null) {
      throw new Refused(
          Problem.badRequest(
              "%s is %s, expected %s.".formatted(name, Text.shorten(values.get(0)), fault)));
    }
    return values.get(0);
  }
}
