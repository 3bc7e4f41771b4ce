package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.pressure.PressureWriter;
import io.vertx.ext.web.RoutingContext;

/** Shows how often visitors see campaigns: to programs, and to people. */
final class PressureRoutes {
  private final Services services;

  PressureRoutes(Services services) {
    this.services = services;
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
    var zone = services.rules().rulesets().get().get().base().folder().zone();
    var asked =
        LedgerRoutes.question(context.request()::getParam, services.clock().instant(), zone);
    ReportSender.send(
        context, services.reports().pressure().apply(asked), format, PressureWriter::write);
  }
}
