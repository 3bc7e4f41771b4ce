package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportWriter;
import io.knowfirst.server.access.SharedReport;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Links that show one phase of one report to whoever has them, until they end; nothing else is
 * reached with them. A new signing secret ends them all, once the old one is no longer accepted.
 */
final class ShareRoutes {
  private static final Set<String> SHARE = Set.of("days", "phase");
  private static final int DAYS = 7;
  private static final int MOST_DAYS = 90;
  private static final int MOST_PHASES = 9_999;

  private final Services services;

  ShareRoutes(Services services) {
    this.services = services;
  }

  /** Makes a link. */
  void share(RoutingContext context) {
    var id = context.pathParam("id");
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    Body.json(context, Body.JSON)
        .map(ShareRoutes::asked)
        .compose(asked -> shared(id, asked))
        .onSuccess(
            shared ->
                Answers.json(
                    context,
                    200,
                    json -> {
                      json.writeStartObject();
                      json.writeStringField("path", "/shared/" + services.access().sign(shared));
                      json.writeStringField("until", shared.until().toString());
                      json.writeNumberField("phase", shared.phase());
                      json.writeEndObject();
                    }))
        .onFailure(context::fail);
  }

  private record Asked(int days, int phase) {}

  private static Asked asked(JsonNode tree) {
    var faults = new Faults();
    var fields = Fields.of(tree, At.ROOT, faults).only(SHARE);
    var days = fields.whole("days", 1, MOST_DAYS);
    var phase = fields.whole("phase", 1, MOST_PHASES);
    Refused.unlessNone(faults);
    return new Asked(days == null ? DAYS : days, phase == null ? 0 : phase);
  }

  private Future<SharedReport> shared(String id, Asked asked) {
    return services
        .reports()
        .report()
        .apply(id, asked.phase() == 0 ? null : asked.phase())
        .map(
            report -> {
              if (report.isEmpty()) {
                throw new Refused(unknown());
              }
              int current =
                  services.experiments().now().get().find(id).map(e -> e.split().phase()).orElse(1);
              var until =
                  services
                      .clock()
                      .instant()
                      .plus(Duration.ofDays(asked.days()))
                      .truncatedTo(ChronoUnit.SECONDS);
              return new SharedReport(id, asked.phase() == 0 ? current : asked.phase(), until);
            });
  }

  /** Shows what a link is for. */
  void show(RoutingContext context) {
    var locale = ReportSender.locale(context.request());
    var shared =
        services
            .access()
            .report(String.valueOf(context.pathParam("token")))
            .orElseThrow(() -> new Refused(ended()));
    services
        .reports()
        .report()
        .apply(shared.experiment(), shared.phase())
        .map(report -> report.orElseThrow(() -> new Refused(ended())))
        .compose(
            report ->
                context
                    .vertx()
                    .executeBlocking(
                        () -> ReportWriter.write(report, ReportFormat.HTML, locale), false))
        .onSuccess(text -> answer(context, text))
        .onFailure(context::fail);
  }

  private static void answer(RoutingContext context, String text) {
    var response = context.response();
    if (!response.ended() && !response.closed()) {
      response
          .putHeader("Content-Security-Policy", ReportSender.STYLED)
          .putHeader("X-Robots-Tag", "noindex")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .putHeader(HttpHeaders.CONTENT_TYPE, ReportFormat.HTML.contentType())
          .end(text);
    }
  }

  private static Problem ended() {
    return Problem.notFound(
        "This link has ended, or it was never made. Maybe ask whoever shared it for a new one.");
  }

  private static Problem unknown() {
    return Problem.notFound("No experiment has this id and phase, or nobody has seen it.");
  }
}
