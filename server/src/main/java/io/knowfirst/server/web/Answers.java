package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Writes answers. */
final class Answers {
  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
  private static final CharSequence NOTHING =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence REFERRER = HttpHeaders.createOptimized("Referrer-Policy");
  private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final String TYPE = "urn:knowfirst:problem:";
  private static final String INSTANCE = "urn:knowfirst:request:";

  private static final int USUAL_BYTES = 2_048;

  private Answers() {}

  /** Writes one JSON value. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** Before anything else: what every answer says, a refusal too. */
  static void secure(HttpServerResponse response) {
    response
        .putHeader(OPTIONS, NOSNIFF)
        .putHeader(POLICY, NOTHING)
        .putHeader(REFERRER, NO_REFERRER)
        .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  /** Answers JSON; what was asked for by {@code GET} has a tag, and who has it already gets 304. */
  static void json(RoutingContext context, int status, Writer writer) {
    var response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    var body = bytes(writer);
    var method = context.request().method();
    boolean repeats = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    if (status == 200 && repeats && StaticFile.isKnown(context, StaticFile.tag(body.getBytes()))) {
      return;
    }
    response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body);
  }

  static void problem(HttpServerRequest request, Problem problem) {
    var response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    var id = RequestId.of(request);
    var path = request.path();
    boolean ofrep = path != null && path.startsWith(OfrepRoutes.PREFIX);
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, ofrep ? JSON : PROBLEM)
        .end(bytes(json -> write(json, problem, id, ofrep ? path : null)))
        .onComplete(
            sent -> {
              if (response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
                request.connection().close();
              }
            });
  }

  /** A problem of one part of what was asked, within an answer. */
  static Writer problem(Problem problem, String request) {
    return json -> write(json, problem, request, null);
  }

  static Buffer bytes(Writer writer) {
    var bytes = Buffer.buffer(USUAL_BYTES);
    try (var json = Json.FACTORY.createGenerator(appendingTo(bytes))) {
      writer.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes;
  }

  private static OutputStream appendingTo(Buffer bytes) {
    return new OutputStream() {
      @Override
      public void write(int b) {
        bytes.appendByte((byte) b);
      }

      @Override
      public void write(byte[] b, int from, int length) {
        bytes.appendBytes(b, from, length);
      }
    };
  }

  private static void write(
      JsonGenerator json, Problem problem, String request, @Nullable String ofrep)
      throws IOException {
    if (ofrep != null) {
      OfrepError.write(json, problem, ofrep);
      return;
    }
    json.writeStartObject();
    json.writeStringField("type", TYPE + problem.type());
    json.writeStringField("title", problem.title());
    json.writeNumberField("status", problem.status());
    json.writeStringField("detail", problem.detail());
    json.writeStringField("instance", INSTANCE + request);
    if (!problem.errors().isEmpty()) {
      json.writeFieldName("errors");
      faults(json, problem.errors());
    }
    if (!problem.findings().isEmpty()) {
      json.writeFieldName("findings");
      findings(json, problem.findings());
    }
    json.writeEndObject();
  }

  static void findings(JsonGenerator json, Iterable<Finding> findings) throws IOException {
    json.writeStartArray();
    for (var finding : findings) {
      json.writeStartObject();
      json.writeStringField("file", finding.file());
      json.writeNumberField("line", finding.line());
      json.writeNumberField("column", finding.column());
      json.writeStringField("severity", finding.severity().word());
      json.writeStringField("code", finding.code());
      json.writeStringField("message", finding.message());
      Json.text(json, "advice", finding.advice().orElse(null));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void faults(JsonGenerator json, Iterable<Fault> faults) throws IOException {
    json.writeStartArray();
    for (var fault : faults) {
      fault(json, fault);
    }
    json.writeEndArray();
  }

  static void fault(JsonGenerator json, Fault fault) throws IOException {
    json.writeStartObject();
    if (fault.line() != null) {
      json.writeNumberField("line", fault.line());
    }
    json.writeStringField("pointer", fault.pointer());
    Json.text(json, "value", fault.value());
    json.writeStringField("expected", fault.expected());
    Json.text(json, "advice", fault.advice());
    json.writeEndObject();
  }
}
