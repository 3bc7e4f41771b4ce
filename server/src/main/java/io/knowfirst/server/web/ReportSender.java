package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Sends reports of all kinds, written off the event loop in the language that is asked for. */
final class ReportSender {
  static final String STYLED =
      "default-src 'none'; style-src 'unsafe-inline'; img-src https:; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'none'";

  private ReportSender() {}

  interface Writer<R> {
    String write(R report, ReportFormat format, Locale locale);
  }

  static <R> void send(
      RoutingContext context, Future<R> report, ReportFormat format, Writer<R> writer) {
    var locale = locale(context.request());
    report
        .compose(
            found ->
                context.vertx().executeBlocking(() -> writer.write(found, format, locale), false))
        .onSuccess(text -> answer(context, format, text))
        .onFailure(failed -> context.fail(refusal(failed)));
  }

  /** A question that no report can be made of is the caller's fault. */
  static Throwable refusal(Throwable failed) {
    return failed instanceof IllegalArgumentException
        ? new Refused(Problem.badRequest(String.valueOf(failed.getMessage())))
        : failed;
  }

  /** To be kept as a file of this name. */
  static void attach(RoutingContext context, String name) {
    context.response().putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  private static void answer(RoutingContext context, ReportFormat format, String text) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (format == ReportFormat.HTML) {
      response.putHeader("Content-Security-Policy", STYLED);
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, format.contentType()).end(text);
  }

  static Locale locale(HttpServerRequest request) {
    var lang = request.getParam("lang");
    if (lang == null || lang.equals("en")) {
      return Locale.ENGLISH;
    }
    if (lang.equals("de")) {
      return Locale.GERMAN;
    }
    throw new Refused(
        Problem.badRequest("lang is \"" + Text.shorten(lang) + "\", expected en or de."));
  }
}
