package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.pressure.PressureWriter;
import io.vertx.ext.web.RoutingContext;

/** Shows how often visitors see campaigns: to programs, and to people. */
final class PressureRoutes {
  private final Services services;
  private final LedgerRoutes periods;

  PressureRoutes(Services services, LedgerRoutes periods) {
    this.services = services;
    this.periods = periods;
  }

  void json(RoutingContext context) {
    send(context, ReportFormat.JSON);
  }

  void page(RoutingContext context) {
    send(context, ReportFormat.HTML);
  }

  void csv(RoutingContext context) {
    ReportSender.attach(context, "pressure.csv");
    send(context, ReportFormat.CSV);
  }

  private void send(RoutingContext context, ReportFormat format) {
    var asked = periods.question(context.request()::getParam);
    ReportSender.send(
        context, services.reports().pressure().apply(asked), format, PressureWriter::write);
  }
}
