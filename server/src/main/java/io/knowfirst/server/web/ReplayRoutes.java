package io.knowfirst.server.web;

import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.ReplayJson;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Says what edited rules would change, from decisions that were recorded. */
final class ReplayRoutes {
  private static final String LINES = "application/x-ndjson";
  private static final Duration LONGEST = Duration.ofDays(365);
  static final int MOST = 1_000_000;

  private final Services services;

  ReplayRoutes(Services services) {
    this.services = services;
  }

  /** One report at the end; for who accepts lines, one line of progress a second before it. */
  void replay(RoutingContext context) {
    var ruleset = RulesetRoutes.parameter(context, "ruleset", Text.ID);
    var last = last(context, Question.LAST);
    int most = most(context, Question.MOST);
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    boolean lines = accept != null && accept.contains(LINES);
    var files =
        ruleset == null
            ? RulesetReader.check(context).map(RulesetReader.Wish::files)
            : Future.<SortedMap<String, String>>succeededFuture(new TreeMap<>());
    files
        .map(texts -> new Question(texts, ruleset, last, most))
        .compose(
            question ->
                services
                    .rules()
                    .replay()
                    .apply(
                        question,
                        done -> context.vertx().runOnContext(v -> progress(context, lines, done))))
        .onSuccess(report -> finish(context, lines, report))
        .onFailure(failure -> context.fail(refusal(failure)));
  }

  static Duration last(RoutingContext context, Duration usual) {
    return last(RulesetRoutes.parameter(context, "last", Text.ID), usual);
  }

  static Duration last(@Nullable String text, Duration usual) {
    if (text == null) {
      return usual;
    }
    if (text.matches("[1-9][0-9]{0,5}[mhd]")) {
      long number = Long.parseLong(text.substring(0, text.length() - 1));
      var last =
          switch (text.charAt(text.length() - 1)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
          };
      if (last.compareTo(LONGEST) <= 0) {
        return last;
      }
    }
    throw new Refused(
        Problem.badRequest(
            "last is %s, expected a time like 90m, 24h or 7d, at most 365d."
                .formatted(Text.shorten(text))));
  }

  static int most(RoutingContext context, int usual) {
    var text = RulesetRoutes.parameter(context, "most", Text.ID);
    if (text == null) {
      return usual;
    }
    if (text.matches("[1-9][0-9]{0,6}") && Integer.parseInt(text) <= MOST) {
      return Integer.parseInt(text);
    }
    throw new Refused(
        Problem.badRequest("most is %s, expected 1 to %d.".formatted(Text.shorten(text), MOST)));
  }

  static Throwable refusal(Throwable failure) {
    return failure instanceof Replays.Busy busy
        ? new Refused(
            new Problem(
                409, "busy", "Conflict with the current state", String.valueOf(busy.getMessage())))
        : failure;
  }

  private static void progress(RoutingContext context, boolean lines, long done) {
    if (lines) {
      var line =
          Answers.bytes(
              json -> {
                json.writeStartObject();
                json.writeNumberField("replayed", done);
                json.writeEndObject();
              });
      write(context, line);
    }
  }

  private static void finish(RoutingContext context, boolean lines, ReplayReport report) {
    if (lines) {
      write(context, Answers.bytes(json -> ReplayJson.write(json, report)));
      context.response().end();
    } else {
      Answers.json(context, 200, json -> ReplayJson.write(json, report));
    }
  }

  private static void write(RoutingContext context, Buffer line) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (!response.headWritten()) {
      response
          .setChunked(true)
          // A compressor would keep lines back.
          .putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY)
          .putHeader(HttpHeaders.CONTENT_TYPE, LINES);
    }
    response.write(line.appendString("\n"));
  }
}
