package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.flow.FlowReportWriter;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
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
    send(context, ReportFormat.JSON);
  }

  void page(RoutingContext context) {
    send(context, ReportFormat.HTML);
  }

  void csv(RoutingContext context) {
    ReportSender.attach(context, "campaign.csv");
    send(context, ReportFormat.CSV);
  }

  private void send(RoutingContext context, ReportFormat format) {
    var asked = ledger.question(context.request()::getParam);
    ReportSender.send(
        context,
        services
            .reports()
            .flow()
            .of(context.pathParam("campaign"), asked)
            .map(report -> report.orElseThrow(() -> new Refused(unknown()))),
        format,
        FlowReportWriter::write);
  }

  private static Problem unknown() {
    return Problem.notFound(
        "There is no campaign of steps with this id. Maybe it has another style, or is not live yet.");
  }
}
