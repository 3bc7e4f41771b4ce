package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftReplays.ReplayJob;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.scenarios.ScenarioReport;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries a draft before it goes live: check, scenarios, replay. */
final class DraftTrialRoutes {
  private final Services services;

  DraftTrialRoutes(Services services) {
    this.services = services;
  }

  void check(RoutingContext context) {
    answer(context, this::checked);
  }

  Future<Answers.Writer> checked(Opened opened) {
    return services
        .rules()
        .rulesets()
        .get()
        .check(opened.files().now())
        .map(found -> json -> RulesetWriter.inspection(json, found));
  }

  void test(RoutingContext context) {
    var filter = RulesetRoutes.parameter(context, "filter", Text.ID);
    answer(context, opened -> tested(opened, filter));
  }

  Future<Answers.Writer> tested(Opened opened, @Nullable String filter) {
    return desk()
        .publisher()
        .scenarios(opened.files(), filter == null ? "" : filter)
        .map(report -> json -> scenarios(json, report));
  }

  void replay(RoutingContext context) {
    var last = ReplayRoutes.last(context, Question.LAST);
    int most = ReplayRoutes.most(context, Question.MOST);
    desk()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                started(opened, last, most)
                    .onSuccess(job -> DraftAnswers.send(context, 202, opened.draft(), job)))
        .onFailure(context::fail);
  }

  Future<Answers.Writer> started(Opened opened, Duration last, int most) {
    return services
        .rules()
        .rulesets()
        .get()
        .check(opened.files().now())
        .compose(
            checked -> {
              checked.passed();
              return desk().replays().start(opened, last, most);
            })
        .map(job -> json -> job(json, opened, job));
  }

  void replayed(RoutingContext context) {
    answer(context, this::replayed);
  }

  Future<Answers.Writer> replayed(Opened opened) {
    return desk()
        .replays()
        .find(opened.draft().id())
        .map(
            found -> {
              var job =
                  found.orElseThrow(
                      () ->
                          new Refused(
                              Problem.notFound(
                                  "No replay of this draft was started. Maybe start one by POST.")));
              return json -> job(json, opened, job);
            });
  }

  private void answer(RoutingContext context, Function<Opened, Future<Answers.Writer>> about) {
    desk()
        .drafts()
        .open(DraftAnswers.id(context))
        .compose(
            opened ->
                about
                    .apply(opened)
                    .onSuccess(writer -> DraftAnswers.send(context, 200, opened.draft(), writer)))
        .onFailure(context::fail);
  }

  private static void scenarios(JsonGenerator json, ScenarioReport report) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("passed", report.passed());
    json.writeNumberField("scenarios", report.results().size());
    json.writeArrayFieldStart("failed");
    for (var result : report.results()) {
      if (!result.passed()) {
        var scenario = result.scenario();
        json.writeStartObject();
        json.writeStringField("file", scenario.file());
        json.writeNumberField("line", scenario.line());
        json.writeStringField("name", scenario.name());
        Json.text(json, "rule", scenario.rule());
        json.writeArrayFieldStart("failures");
        for (var line : result.failures()) {
          json.writeString(line);
        }
        json.writeEndArray();
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void job(JsonGenerator json, Opened opened, ReplayJob job) throws IOException {
    json.writeStartObject();
    json.writeStringField("state", job.state());
    json.writeNumberField("revision", job.revision());
    json.writeBooleanField("current", job.revision() == opened.draft().revision());
    json.writeStringField("began", job.began().toString());
    json.writeNumberField("replayed", job.replayed());
    Json.text(json, "problem", job.problem());
    var report = job.report();
    if (report != null) {
      json.writeFieldName("report");
      json.writeRawValue(report);
    }
    json.writeEndObject();
  }

  private DraftDesk desk() {
    return services.rules().drafts().get();
  }
}
