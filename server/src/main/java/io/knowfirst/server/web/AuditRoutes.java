package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.store.postgres.Rounds;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Shows the audit page by page, and exports it. */
final class AuditRoutes {
  private static final int PAGE = 100;
  private static final int LONGEST_PAGE = 1_000;
  private static final int LONGEST = 300;
  private static final String CSV_HEAD =
      "seq,at,who,person,source,what,subject,before,after,detail\n";

  private final AuditLog audit;

  AuditRoutes(AuditLog audit) {
    this.audit = audit;
  }

  void show(RoutingContext context) {
    var query = query(context);
    var format = RulesetRoutes.parameter(context, "format", Text.ID);
    if (format == null || format.equals("json")) {
      audit
          .page(query)
          .onSuccess(
              events -> Answers.json(context, 200, json -> write(json, events, query.limit())))
          .onFailure(context::fail);
    } else if (format.equals("csv") || format.equals("ndjson")) {
      export(context, query, format.equals("csv"));
    } else {
      throw new Refused(
          Problem.badRequest(
              "format is %s, expected json, csv or ndjson.".formatted(Text.shorten(format))));
    }
  }

  /** Everything that the query asks for, written as it is read. */
  private void export(RoutingContext context, AuditQuery query, boolean csv) {
    var whole =
        new AuditQuery(
            query.who(),
            query.what(),
            query.subject(),
            query.from(),
            query.until(),
            query.before(),
            LONGEST_PAGE);
    audit
        .page(whole)
        .compose(
            first -> {
              context
                  .response()
                  .setChunked(true)
                  .putHeader(
                      HttpHeaders.CONTENT_TYPE,
                      csv ? "text/csv; charset=utf-8" : "application/x-ndjson")
                  .putHeader(
                      "Content-Disposition",
                      "attachment; filename=\"audit." + (csv ? "csv" : "ndjson") + "\"");
              return context
                  .response()
                  .write(csv ? CSV_HEAD : "")
                  .compose(begun -> rest(context, whole, first, csv));
            })
        .compose(written -> context.response().end())
        .onFailure(context::fail);
  }

  private Future<?> rest(
      RoutingContext context, AuditQuery query, List<AuditEvent> first, boolean csv) {
    return Rounds.run(
            first,
            page -> page.size() == query.limit(),
            page ->
                write(context, page, csv)
                    .compose(written -> audit.page(query.after(page.get(page.size() - 1).seq()))))
        .compose(last -> write(context, last, csv));
  }

  private static Future<Void> write(RoutingContext context, List<AuditEvent> page, boolean csv) {
    var text = page.stream().map(csv ? AuditRoutes::csv : AuditRoutes::line);
    return context.response().write(text.collect(Collectors.joining()));
  }

  private static void write(JsonGenerator json, List<AuditEvent> events, int limit)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("events");
    for (var event : events) {
      write(json, event);
    }
    json.writeEndArray();
    if (events.size() == limit) {
      json.writeNumberField("next", events.get(events.size() - 1).seq());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, AuditEvent event) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", event.seq());
    json.writeStringField("at", event.at().toString());
    json.writeStringField("who", event.actor().id());
    json.writeStringField("person", event.actor().person());
    json.writeStringField("source", event.actor().source());
    json.writeStringField("what", event.what());
    json.writeStringField("subject", event.subject());
    Json.text(json, "before", event.before());
    Json.text(json, "after", event.after());
    json.writeStringField("detail", event.detail());
    json.writeEndObject();
  }

  private static String line(AuditEvent event) {
    Buffer line = Answers.bytes(json -> write(json, event));
    return line + "\n";
  }

  private static String csv(AuditEvent event) {
    return Stream.of(
                String.valueOf(event.seq()),
                event.at().toString(),
                event.actor().id(),
                event.actor().person(),
                event.actor().source(),
                event.what(),
                event.subject(),
                event.before(),
                event.after(),
                event.detail())
            .map(AuditRoutes::cell)
            .collect(Collectors.joining(","))
        + "\n";
  }

  /** Quoted; what a spreadsheet would take for a formula begins with an apostrophe. */
  private static String cell(@Nullable String text) {
    if (text == null) {
      return "";
    }
    var safe = text.matches("(?s)[=+\\-@\\t\\r].*") && text.length() > 1 ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }

  private static AuditQuery query(RoutingContext context) {
    return new AuditQuery(
        RulesetRoutes.parameter(context, "who", LONGEST),
        RulesetRoutes.parameter(context, "what", LONGEST),
        RulesetRoutes.parameter(context, "subject", LONGEST),
        moment(context, "from", 0),
        moment(context, "until", 1),
        before(context),
        limit(context));
  }

  /** A day in UTC, or a moment; a day at the end counts whole. */
  private static @Nullable Instant moment(RoutingContext context, String name, int days) {
    var text = RulesetRoutes.parameter(context, name, Text.ID);
    if (text == null) {
      return null;
    }
    try {
      var moment =
          text.length() == "2026-10-01".length()
              ? LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      int year = moment.atOffset(ZoneOffset.UTC).getYear();
      if (year >= 2000 && year <= 9999) {
        return moment;
      }
    } catch (DateTimeException none) {
      // Said below, as for years out of range.
    }
    throw new Refused(
        Problem.badRequest(
            "%s is %s, expected a day such as 2026-10-01 or a time such as 2026-10-01T09:30:00Z."
                .formatted(name, Text.shorten(text))));
  }

  private static @Nullable Long before(RoutingContext context) {
    var text = RulesetRoutes.parameter(context, "before", Text.ID);
    if (text == null || text.matches("[0-9]{1,18}")) {
      return text == null ? null : Long.valueOf(text);
    }
    throw new Refused(
        Problem.badRequest(
            "before is %s, expected the seq of an event. Maybe next of the page before was meant."
                .formatted(Text.shorten(text))));
  }

  private static int limit(RoutingContext context) {
    var text = RulesetRoutes.parameter(context, "limit", Text.ID);
    if (text == null) {
      return PAGE;
    }
    if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= LONGEST_PAGE) {
      return Integer.parseInt(text);
    }
    throw new Refused(
        Problem.badRequest(
            "limit is %s, expected 1 to %d.".formatted(Text.shorten(text), LONGEST_PAGE)));
  }
}
