package io.knowfirst.server.web;

import io.knowfirst.experiments.report.flow.FlowReportFormat;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Shows what became of the visitors who entered a campaign of steps. */
final class FlowReportRoutes {
  private final Services services;
  private final LedgerRoutes ledger;

  FlowReportRoutes(Services services) {
    this.services = services;
    this.ledger = new LedgerRoutes(services);
  }

  void json(RoutingContext context) {
    send(context, FlowReportFormat.JSON);
  }

  void page(RoutingContext context) {
    send(context, FlowReportFormat.HTML);
  }

  void csv(RoutingContext context) {
    context.response().putHeader("Content-Disposition", "attachment; filename=\"campaign.csv\"");
    send(context, FlowReportFormat.CSV);
  }

  private void send(RoutingContext context, FlowReportFormat format) {
    var locale = ReportRoutes.locale(context.request());
    var id = context.pathParam("campaign");
    services
        .reports()
        .flow()
        .of(id, ledger.question(context.request()::getParam))
        .map(report -> report.orElseThrow(() -> new Refused(unknown())))
        .compose(
            report -> context.vertx().executeBlocking(() -> format.render(report, locale), false))
        .onSuccess(text -> answer(context, format, text))
        .onFailure(failed -> context.fail(LedgerRoutes.refusal(failed)));
  }

  private static Problem unknown() {
    return Problem.notFound(
        "There is no campaign of steps with this id. Maybe it has another style, or is not live yet.");
  }

  private static void answer(RoutingContext context, FlowReportFormat format, String text) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (format == FlowReportFormat.HTML) {
      response.putHeader("Content-Security-Policy", ReportRoutes.STYLED);
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, format.contentType()).end(text);
  }
}
