package io.knowfirst.server.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Spans of what Vert.x does: requests that are served, statements and calls of others that they
 * wait for. Neither paths nor parameters are kept, as they may name visitors.
 */
final class RequestTracer implements VertxTracer<@Nullable Span, @Nullable Span> {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final int SERVER_ERROR = 500;
  private static final int LONGEST_STATEMENT = 2_000;

  private final Tracer tracer;

  RequestTracer(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public <R> @Nullable Span receiveRequest(
      io.vertx.core.Context context,
      io.vertx.core.spi.tracing.SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    if (policy == TracingPolicy.IGNORE) {
      return null;
    }
    var parent = W3C.extract(Context.root(), headers, Headers.INSTANCE);
    var span =
        tracer
            .spanBuilder(operation)
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", operation)
            .startSpan();
    Tracing.begin(context, span);
    return span;
  }

  @Override
  public <R> void sendResponse(
      io.vertx.core.Context context,
      R response,
      @Nullable Span span,
      Throwable failure,
      TagExtractor<R> tags) {
    if (span == null) {
      return;
    }
    if (response instanceof HttpServerResponse answer) {
      span.setAttribute("http.response.status_code", answer.getStatusCode());
      if (answer.getStatusCode() >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
    }
    end(span, failure);
  }

  @Override
  public <R> @Nullable Span sendRequest(
      io.vertx.core.Context context,
      io.vertx.core.spi.tracing.SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      @Nullable BiConsumer<String, String> headers,
      TagExtractor<R> tags) {
    var parent = Tracing.current(context);
    if (policy == TracingPolicy.IGNORE || parent == null || !parent.isRecording()) {
      return null;
    }
    var said = new HashMap<String, String>();
    tags.extractTo(request, said);
    var statement = said.getOrDefault("db.query.text", said.get("db.statement"));
    var builder =
        tracer
            .spanBuilder(statement == null ? operation : verb(statement))
            .setParent(Context.root().with(parent))
            .setSpanKind(SpanKind.CLIENT);
    if (statement != null) {
      builder
          .setAttribute("db.system.name", "postgresql")
          .setAttribute(
              "db.query.text",
              statement.substring(0, Math.min(statement.length(), LONGEST_STATEMENT)));
    }
    var span = builder.startSpan();
    if (headers != null) {
      W3C.inject(
          Context.root().with(span), headers, (carrier, name, value) -> put(carrier, name, value));
    }
    return span;
  }

  private static void put(@Nullable BiConsumer<String, String> carrier, String name, String value) {
    if (carrier != null) {
      carrier.accept(name, value);
    }
  }

  private static String verb(String statement) {
    return statement.strip().split("\\s", 2)[0].toLowerCase(Locale.ROOT);
  }

  @Override
  public <R> void receiveResponse(
      io.vertx.core.Context context,
      R response,
      @Nullable Span span,
      Throwable failure,
      TagExtractor<R> tags) {
    if (span != null) {
      end(span, failure);
    }
  }

  private static void end(Span span, @Nullable Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR).setAttribute("error.type", failure.getClass().getName());
    }
    span.end();
  }

  /** The headers of a request, whatever the case of their names. */
  @SuppressWarnings("deprecation") // Of keys, which has to be there still.
  private enum Headers implements TextMapGetter<Iterable<Map.Entry<String, String>>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Iterable<Map.Entry<String, String>> carrier) {
      var names = new HashMap<String, String>();
      carrier.forEach(entry -> names.put(entry.getKey(), entry.getValue()));
      return names.keySet();
    }

    @Override
    public @Nullable String get(
        @Nullable Iterable<Map.Entry<String, String>> carrier, String name) {
      if (carrier != null) {
        for (var entry : carrier) {
          if (entry.getKey().equalsIgnoreCase(name)) {
            return entry.getValue();
          }
        }
      }
      return null;
    }
  }
}
