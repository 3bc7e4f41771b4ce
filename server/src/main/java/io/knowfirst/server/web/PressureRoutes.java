package io.knowfirst.server.web;

import io.knowfirst.experiments.report.pressure.PressureFormat;
import io.vertx.core.http.HttpHeaders;
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
    send(context, PressureFormat.JSON);
  }

  void page(RoutingContext context) {
    context.response().putHeader("Content-Security-Policy", ReportRoutes.STYLED);
    send(context, PressureFormat.HTML);
  }

  void csv(RoutingContext context) {
    context.response().putHeader("Content-Disposition", "attachment; filename=\"pressure.csv\"");
    send(context, PressureFormat.CSV);
  }

  private void send(RoutingContext context, PressureFormat format) {
    var locale = ReportRoutes.locale(context.request());
    services
        .reports()
        .pressure()
        .apply(periods.question(context.request()::getParam))
        .compose(
            pressure ->
                context.vertx().executeBlocking(() -> format.render(pressure, locale), false))
        .onSuccess(
            text -> {
              var response = context.response();
              if (!response.ended() && !response.closed()) {
                response.putHeader(HttpHeaders.CONTENT_TYPE, format.contentType()).end(text);
              }
            })
        .onFailure(context::fail);
  }
}
