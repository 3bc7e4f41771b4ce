package io.knowfirst.server.web;

import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.plan.ExperimentPlan;
import io.knowfirst.experiments.report.plan.PlanQuestion;
import io.knowfirst.experiments.report.plan.PlanWriter;
import io.knowfirst.experiments.report.programme.Programme;
import io.knowfirst.experiments.report.programme.ProgrammeWriter;
import io.knowfirst.server.experiments.measurement.Baselines.Base;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans experiments, and sums up what a programme of them was worth. */
final class StudyRoutes {
  private static final String NUMBER = "[0-9]{1,6}([.][0-9]{1,8})?";
  private static final int MOST_VARIATIONS = 20;
  private static final double ALPHA = 0.05;
  private static final double POWER = 0.8;
  private static final int LOOKS = 4;
  private static final int MOST_LOOKS = 20;

  private final Services services;

  StudyRoutes(Services services) {
    this.services = services;
  }

  void plan(RoutingContext context) {
    plan(context, ReportFormat.JSON);
  }

  void planPage(RoutingContext context) {
    plan(context, ReportFormat.HTML);
  }

  void planCsv(RoutingContext context) {
    ReportSender.attach(context, "plan.csv");
    plan(context, ReportFormat.CSV);
  }

  private void plan(RoutingContext context, ReportFormat form) {
    var request = context.request();
    var asked = asked(request);
    ReportSender.send(
        context,
        services
            .studies()
            .base()
            .of(id(request, "placement"), id(request, "metric"))
            .map(base -> base.orElseThrow(() -> new Refused(unknownMetric(request)))),
        form,
        (base, format, locale) ->
            PlanWriter.write(ExperimentPlan.of(asked.of(base)), format, locale));
  }

  void programme(RoutingContext context) {
    programme(context, ReportFormat.JSON);
  }

  void programmePage(RoutingContext context) {
    programme(context, ReportFormat.HTML);
  }

  void programmeCsv(RoutingContext context) {
    ReportSender.attach(context, "programme.csv");
    programme(context, ReportFormat.CSV);
  }

  private void programme(RoutingContext context, ReportFormat form) {
    ReportSender.send(
        context,
        services.reports().all().get(),
        form,
        (lines, format, locale) -> ProgrammeWriter.write(Programme.of(lines), format, locale));
  }

  /** What was asked beside the base rate. */
  private record Asked(
      List<Double> weights,
      @Nullable Double effect,
      double alpha,
      double power,
      int looks,
      @Nullable Double perDay,
      @Nullable Integer goals,
      @Nullable Integer guardrails) {

    PlanQuestion of(Base base) {
      return new PlanQuestion(
          base.metric(),
          base.sums(),
          perDay == null ? base.perDay() : perDay,
          weights,
          effect,
          alpha,
          power,
          goals == null ? base.goals() : goals,
          guardrails == null ? base.guardrails() : guardrails,
          looks,
          base.source());
    }
  }

  private static Asked asked(HttpServerRequest request) {
    Double alpha = number(request, "alpha", 0.0001, 0.5);
    Double power = number(request, "power", 0.5, 0.99);
    Double looks = number(request, "looks", 2, MOST_LOOKS);
    Double goals = number(request, "goals", 1, 50);
    Double guardrails = number(request, "guardrails", 0, 50);
    return new Asked(
        weights(request),
        number(request, "effect", 0.0001, 10),
        alpha == null ? ALPHA : alpha,
        power == null ? POWER : power,
        looks == null ? LOOKS : looks.intValue(),
        number(request, "perDay", 1, 999_999),
        goals == null ? null : (Integer) goals.intValue(),
        guardrails == null ? null : (Integer) guardrails.intValue());
  }

  private static List<Double> weights(HttpServerRequest request) {
    var text = request.getParam("weights");
    if (text == null) {
      return List.of(1.0, 1.0);
    }
    var weights = new ArrayList<Double>();
    for (var part : text.split(",", -1)) {
      if (!part.matches(NUMBER) || Double.parseDouble(part) <= 0) {
        weights.clear();
        break;
      }
      weights.add(Double.parseDouble(part));
    }
    if (weights.size() < 2 || weights.size() > MOST_VARIATIONS) {
      throw new Refused(
          Problem.badRequest(
              "weights is \"%s\", expected 2 to %d numbers above 0, the control first. Maybe weights=50,50."
                  .formatted(Text.shorten(text), MOST_VARIATIONS)));
    }
    return weights;
  }

  private static @Nullable Double number(
      HttpServerRequest request, String name, double least, double most) {
    var text = request.getParam(name);
    if (text == null) {
      return null;
    }
    double number = text.matches(NUMBER) ? Double.parseDouble(text) : Double.NaN;
    if (!(number >= least && number <= most)) {
      throw new Refused(
          Problem.badRequest(
              "%s is \"%s\", expected a number from %s to %s. Maybe it is in per cent: 5 %% is 0.05."
                  .formatted(name, Text.shorten(text), least, most)));
    }
    return number;
  }

  private static @Nullable String id(HttpServerRequest request, String name) {
    var id = request.getParam(name);
    if (id != null && Text.idFault(id) != null) {
      throw new Refused(
          Problem.badRequest("%s is \"%s\", expected an id.".formatted(name, Text.shorten(id))));
    }
    return id;
  }

  private static Problem unknownMetric(HttpServerRequest request) {
    return Problem.notFound(
        "metric is \"%s\", expected the id of a metric of metrics.yaml."
            .formatted(Text.shorten(String.valueOf(request.getParam("metric")))));
  }
}
