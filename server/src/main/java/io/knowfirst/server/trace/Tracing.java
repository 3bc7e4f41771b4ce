package io.knowfirst.server.trace;

import io.knowfirst.server.decide.DecisionTracer;
import io.knowfirst.server.metrics.Program;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Vertx;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.context.storage.AccessMode;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces of one server: a span for each request, which continues its caller's trace (W3C Trace
 * Context), one for each step of a decision and one for each statement that it waits for.
 */
public final class Tracing implements AutoCloseable {
  private static final ContextLocal<Span> CURRENT = ContextLocal.registerLocal(Span.class);
  private static final long CLOSING_SECONDS = 5;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Tracing(SpanProcessor processor, double share) {
    this.provider =
        SdkTracerProvider.builder()
            .setResource(
                Resource.getDefault()
                    .merge(
                        Resource.create(
                            Attributes.of(
                                AttributeKey.stringKey("service.name"),
                                "knowfirst",
                                AttributeKey.stringKey("service.version"),
                                Program.VERSION))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
            .addSpanProcessor(processor)
            .build();
    this.tracer = provider.get("io.knowfirst");
  }

  /** Sends spans to a collector, some at a time. */
  public static Tracing of(TraceSettings settings) {
    var path = settings.endpoint().getPath();
    var whole =
        path == null || path.isEmpty() || path.equals("/")
            ? settings.endpoint().resolve("/v1/traces")
            : settings.endpoint();
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(whole.toString()).build();
    return new Tracing(BatchSpanProcessor.builder(exporter).build(), settings.share());
  }

  /** For the builder of a Vert.x, which asks it for a span of each request and statement. */
  public VertxTracerFactory factory() {
    return options -> new RequestTracer(tracer);
  }

  /** For decisions. */
  public DecisionTracer decisions() {
    return () -> {
      var span = current(Vertx.currentContext());
      return span == null || !span.isRecording()
          ? io.knowfirst.server.decide.DecisionSteps.NONE
          : new StepSpans(tracer, span);
    };
  }

  static @Nullable Span current(io.vertx.core.@Nullable Context context) {
    return context == null ? null : CURRENT.get(context, AccessMode.CONCURRENT);
  }

  static void begin(io.vertx.core.Context context, Span span) {
    CURRENT.put(context, AccessMode.CONCURRENT, span);
  }

  /** Sends what is left. */
  @Override
  public void close() {
    provider.shutdown().join(CLOSING_SECONDS, TimeUnit.SECONDS);
  }
}
