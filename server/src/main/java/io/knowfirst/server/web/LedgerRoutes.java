package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.experiments.report.ledger.LedgerWriter;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.LoginReport;
import io.knowfirst.server.web.ReportSender.Writer;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows what knowing was worth, and what to learn next: to programs, and to people. */
final class LedgerRoutes {
  private final Services services;

  LedgerRoutes(Services services) {
    this.services = services;
  }

  void json(RoutingContext context) {
    send(context, ReportFormat.JSON, LedgerWriter::write);
  }

  void page(RoutingContext context) {
    send(context, ReportFormat.HTML, LedgerWriter::write);
  }

  void csv(RoutingContext context) {
    ReportSender.attach(context, "ledger.csv");
    send(context, ReportFormat.CSV, LedgerWriter::write);
  }

  /** What to learn next alone. */
  void ignorance(RoutingContext context) {
    send(context, ReportFormat.JSON, (ledger, format, locale) -> ledger.learning().json());
  }

  /** What logins changed. */
  void logins(RoutingContext context) {
    var asked = question(context.request()::getParam);
    services
        .studies()
        .logins()
        .on(asked.from(), asked.until())
        .onSuccess(report -> Answers.json(context, 200, json -> write(json, asked, report)))
        .onFailure(context::fail);
  }

  private static void write(JsonGenerator json, LedgerQuestion asked, LoginReport report)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("from", asked.from().toString());
    json.writeStringField("until", asked.until().toString());
    json.writeNumberField("logins", report.logins());
    json.writeNumberField("compared", report.compared());
    json.writeNumberField("decisions", report.decisions());
    json.writeNumberField("changed", report.changed());
    json.writeArrayFieldStart("changes");
    for (var change : report.changes()) {
      json.writeStartObject();
      json.writeStringField("placement", change.placement());
      json.writeStringField("why", change.why());
      json.writeStringField("was", change.was());
      json.writeStringField("became", change.became());
      if (!change.rule().isEmpty()) {
        json.writeStringField("rule", change.rule());
      }
      json.writeNumberField("decisions", change.decisions());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void send(RoutingContext context, ReportFormat format, Writer<Ledger> writer) {
    var asked = question(context.request()::getParam);
    ReportSender.send(context, services.reports().ledger().apply(asked), format, writer);
  }

  /**
   * First day of the quarter. A window that slides with today would be a new test each day, of
   * which one or another says something false in a year; within a fixed one the sequences hold.
   */
  static LocalDate quarter(LocalDate day) {
    return day.with(IsoFields.DAY_OF_QUARTER, 1);
  }

  /**
   * In days of UTC.
   *
   * @param parameters by name; null for one that is not given
   */
  LedgerQuestion question(Function<String, @Nullable String> parameters) {
    return question(parameters, services.clock().instant(), ZoneOffset.UTC);
  }

  /**
   * @param parameters by name; null for one that is not given
   * @param zone in which it is today
   */
  static LedgerQuestion question(
      Function<String, @Nullable String> parameters, Instant now, ZoneId zone) {
    var today = LocalDate.ofInstant(now, zone);
    var until = day(parameters, "until", today);
    var from = day(parameters, "from", quarter(until));
    long days = ChronoUnit.DAYS.between(from, until) + 1;
    if (days < 1 || days > LedgerQuestion.MOST_DAYS) {
      throw new Refused(
          Problem.badRequest(
              "from is %s and until is %s, expected 1 to %d days. Maybe they are swapped."
                  .formatted(from, until, LedgerQuestion.MOST_DAYS)));
    }
    var metric = parameters.apply("metric");
    if (metric != null && Text.idFault(metric) != null) {
      throw new Refused(
          Problem.badRequest(
              "metric is \"" + Text.shorten(metric) + "\", expected a metric's id."));
    }
    return new LedgerQuestion(from, until, metric);
  }

  private static LocalDate day(
      Function<String, @Nullable String> parameters, String name, LocalDate otherwise) {
    var text = parameters.apply(name);
    if (text == null) {
      return otherwise;
    }
    try {
      var day = LocalDate.parse(text);
      if (day.getYear() < 2000 || day.getYear() > 9999) {
        throw new DateTimeException(text);
      }
      return day;
    } catch (DateTimeException bad) {
      throw new Refused(
          Problem.badRequest(
              "%s is \"%s\", expected a day such as 2026-10-01."
                  .formatted(name, Text.shorten(text))));
    }
  }
}
