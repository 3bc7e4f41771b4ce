package io.knowfirst.server.web;

import io.knowfirst.experiments.report.Report;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportWriter;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows what experiments found: to programs, and to people in a browser. */
final class ReportRoutes {
  private static final String CSV_ENDING = ".csv";

  private final Services services;

  ReportRoutes(Services services) {
    this.services = services;
  }

  /** JSON, or what the header Accept asks for. */
  void report(RoutingContext context) {
    send(context, context.pathParam("id"), accepted(context.request()));
  }

  /** A page, or CSV where the path says so. */
  void page(RoutingContext context) {
    var id = context.pathParam("id");
    if (id != null && id.endsWith(CSV_ENDING)) {
      var name = id.substring(0, id.length() - CSV_ENDING.length());
      ReportSender.attach(context, "report.csv");
      send(context, name, ReportFormat.CSV);
    } else {
      send(context, id, ReportFormat.HTML);
    }
  }

  /** The page that lists all. */
  void index(RoutingContext context) {
    ReportSender.send(
        context,
        services.reports().all().get(),
        ReportFormat.HTML,
        (lines, format, locale) -> ReportIndex.render(lines, locale));
  }

  private void send(RoutingContext context, @Nullable String id, ReportFormat format) {
    var phase = phase(context.request());
    if (id == null || Text.idFault(id) != null) {
      throw new Refused(unknown());
    }
    ReportSender.send(
        context,
        services.reports().report().apply(id, phase).map(ReportRoutes::found),
        format,
        ReportWriter::write);
  }

  static Report found(Optional<Report> report) {
    return report.orElseThrow(() -> new Refused(unknown()));
  }

  private static ReportFormat accepted(HttpServerRequest request) {
    var accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null) {
      return ReportFormat.JSON;
    }
    return List.of(ReportFormat.CSV, ReportFormat.HTML).stream()
        .filter(format -> accept.startsWith(format.contentType().replaceAll(";.*", "")))
        .findFirst()
        .orElse(ReportFormat.JSON);
  }

  private static @Nullable Integer phase(HttpServerRequest request) {
    var phase = request.getParam("phase");
    if (phase == null) {
      return null;
    }
    if (!phase.matches("[1-9][0-9]{0,3}")) {
      throw new Refused(
          Problem.badRequest(
              "phase is \"" + Text.shorten(phase) + "\", expected a whole number from 1 to 9999."));
    }
    return Integer.valueOf(phase);
  }

  private static Problem unknown() {
    return Problem.notFound(
        "No experiment has this id and phase, or it has fewer than two variations.");
  }
}
