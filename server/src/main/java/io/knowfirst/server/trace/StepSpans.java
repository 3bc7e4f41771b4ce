package io.knowfirst.server.trace;

import io.knowfirst.server.decide.DecisionSteps;
import io.knowfirst.server.model.Decision;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;

/** The steps of one decision as spans, and what came of it as events of the request's span. */
final class StepSpans implements DecisionSteps {
  private final Tracer tracer;
  private final Span request;
  private final long epochOffset;
  private long begin;

  StepSpans(Tracer tracer, Span request) {
    this.tracer = tracer;
    this.request = request;
    long now = System.nanoTime();
    this.epochOffset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - now;
    this.begin = now;
  }

  @Override
  public void after(String step) {
    long end = System.nanoTime();
    tracer
        .spanBuilder(step)
        .setParent(Context.root().with(request))
        .setStartTimestamp(epochOffset + begin, TimeUnit.NANOSECONDS)
        .startSpan()
        .end(epochOffset + end, TimeUnit.NANOSECONDS);
    begin = end;
  }

  /** In the words of OpenTelemetry's conventions for feature flags; the visitor is left out. */
  @Override
  public void decided(Decision decision) {
    for (var placed : decision.placements()) {
      var tested = placed.experiment();
      var content = placed.content();
      var variant =
          tested != null ? tested.variation() : content == null ? "" : String.valueOf(content.id());
      request.addEvent(
          "feature_flag.evaluation",
          Attributes.builder()
              .put("feature_flag.key", placed.placement())
              .put("feature_flag.provider.name", "knowfirst")
              .put("feature_flag.version", decision.ruleset())
              .put("feature_flag.result.variant", variant)
              .put("feature_flag.result.reason", reason(placed))
              .build());
    }
  }

  private static String reason(Decision.Placed placed) {
    return switch (placed.outcome()) {
      case KNOWN -> "targeting_match";
      case TESTED -> "split";
      case DEFAULT -> "default";
    };
  }
}
