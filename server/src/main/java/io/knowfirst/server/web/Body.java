package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** Takes a request's body in, as far as it is of the right type and size. */
final class Body {
  static final int LIMIT = 256 * 1024;

  /** What a gzip body may have after inflation, in bytes. */
  static final int INFLATED = 1 << 20;

  /** The name, and how it is often misspelt. */
  private static final Set<String> UTF_8 = Set.of("charset=utf-8", "charset=utf8");

  static final Set<String> JSON = Set.of("application/json");
  static final Set<String> JSON_OR_TEXT = Set.of("application/json", "text/plain");

  /** As tracking libraries send JSON: RudderStack's leaves a gzip body to the default of forms. */
  static final Set<String> TRACKING =
      Set.of("application/json", "text/plain", "application/x-www-form-urlencoded");

  static final Set<String> YAML = Set.of("application/json", "application/yaml");
  static final Set<String> PRODUCTS =
      Set.of(
          "application/x-ndjson",
          "application/ndjson",
          "application/jsonl",
          "application/json",
          "text/csv");

  /** What is still read, so that a client hears the refusal, before the connection is closed. */
  private static final long PATIENCE = 16L * LIMIT;

  private static final int BYTES_PER_SECOND = 64 * 1024;
  private static final long UPLOAD_SECONDS = 3600;

  private final HttpServerRequest request;
  private final Context loop;
  private final Bodies bodies;
  private final int limit;
  private final long begin = System.nanoTime();
  private final long seconds;
  private final Promise<byte[]> read = Promise.promise();
  private final AtomicLong held = new AtomicLong();
  private Buffer kept = Buffer.buffer();
  private long length;

  private Body(RoutingContext context, Bodies bodies, int limit, long seconds) {
    this.request = context.request();
    this.loop = context.vertx().getOrCreateContext();
    this.bodies = bodies;
    this.limit = limit;
    this.seconds = seconds;
  }

  /**
   * Reads JSON; to be called before the event loop is left. Fails with {@link Refused}.
   *
   * @throws Refused for another content type
   */
  static Future<JsonNode> json(RoutingContext context, Set<String> types) {
    return bytes(context, types, LIMIT).map(Json::parse);
  }

  /** Whether the request has a body, whatever type it names. */
  static boolean isSent(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || declared(request) > 0;
  }

  /**
   * Reads a body of a type and size of its own; as {@link #json}.
   *
   * @param limit in bytes
   */
  static Future<byte[]> bytes(RoutingContext context, Set<String> types, int limit) {
    checkType(context.request(), types);
    boolean gzip = isGzip(context.request());
    var body = begin(context, limit, Bodies.Kinds.of(context).seconds() + limit / BYTES_PER_SECOND);
    if (declared(context.request()) > limit + PATIENCE) {
      body.giveUp(Problem.tooLarge(limit));
    }
    context
        .request()
        .handler(body::take)
        .endHandler(end -> body.finish())
        .exceptionHandler(body::broken);
    return gzip ? body.read.future().map(body::inflate) : body.read.future();
  }

  /**
   * Makes room for a body that is processed while it is received.
   *
   * @param most that of it is held at any time, in bytes
   * @return fails with {@link Refused} when the body takes too long or has to make way
   */
  static Future<byte[]> stream(RoutingContext context, int most) {
    var body = begin(context, most, UPLOAD_SECONDS);
    body.hold(most);
    context.request().end().onComplete(end -> body.bodies.finish(body));
    return body.read.future();
  }

  private static Body begin(RoutingContext context, int limit, long seconds) {
    var bodies = Bodies.Kinds.of(context).of(limit);
    var body = new Body(context, bodies, limit, seconds);
    bodies.begin(body);
    context.addEndHandler(answered -> body.release());
    return body;
  }

  /**
   * Of a body that is processed while it is received.
   *
   * @throws Refused for another content type or charset, or any content encoding
   */
  static void check(HttpServerRequest request, Set<String> types) {
    checkType(request, types);
    var encoding = encoding(request);
    if (!encoding.isEmpty()) {
      throw new Refused(Problem.contentEncoding(encoding, "none"));
    }
  }

  private static boolean isGzip(HttpServerRequest request) {
    var encoding = encoding(request);
    boolean gzip = encoding.equals("gzip") || encoding.equals("x-gzip");
    if (!gzip && !encoding.isEmpty()) {
      throw new Refused(Problem.contentEncoding(encoding, "gzip or none"));
    }
    return gzip;
  }

  /** In lower case; empty for none. */
  private static String encoding(HttpServerRequest request) {
    var header = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    var encoding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    return encoding.equals("identity") ? "" : encoding;
  }

  private static void checkType(HttpServerRequest request, Set<String> types) {
    var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    var sent = header == null ? "" : header;
    var parts = sent.toLowerCase(Locale.ROOT).split(";", -1);
    boolean utf8 = true;
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().replace("\"", "");
      utf8 &= !parameter.startsWith("charset=") || UTF_8.contains(parameter);
    }
    if (!utf8 || !types.contains(parts[0].strip())) {
      var expected = String.join(" or ", types.stream().sorted().toList()) + " in UTF-8";
      throw new Refused(Problem.contentType(sent, expected));
    }
  }

  private static long declared(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw new Refused(
          Problem.badRequest("Content-Length is " + Text.shorten(length) + ", expected a number."));
    }
  }

  private void take(Buffer chunk) {
    length += chunk.length();
    if (length > limit) {
      bodies.release(held.getAndSet(0));
      kept = Buffer.buffer();
      if (length > limit + PATIENCE) {
        giveUp(Problem.tooLarge(limit));
      }
    } else if (!read.future().isComplete() && hold(chunk.length())) {
      kept.appendBuffer(chunk);
    }
  }

  private boolean hold(long bytes) {
    if (bodies.take(this, bytes)) {
      held.addAndGet(bytes);
      return true;
    }
    giveUp(noRoom());
    return false;
  }

  /** Stops receiving, and closes the connection when that is said. */
  private void giveUp(Problem problem) {
    if (!read.future().isComplete() && !request.response().headWritten()) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    read.tryFail(new Refused(problem));
    release();
  }

  private void finish() {
    bodies.finish(this);
    if (length > limit) {
      read.tryFail(new Refused(Problem.tooLarge(limit)));
    } else if (!read.future().isComplete()) {
      var bytes = kept.getBytes();
      kept = Buffer.buffer();
      read.complete(bytes);
    }
  }

  /** Never makes more than the limit of a small body that grows without end. */
  private byte[] inflate(byte[] sent) {
    int most = Math.max(limit, INFLATED);
    try (var stream = new GZIPInputStream(new ByteArrayInputStream(sent))) {
      var bytes = stream.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new Refused(Problem.tooLarge(most));
      }
      if (!hold(bytes.length)) {
        throw new Refused(noRoom());
      }
      return bytes;
    } catch (IOException broken) {
      throw new Refused(Problem.badRequest("The body is not gzip, as its Content-Encoding says."));
    }
  }

  private void broken(Throwable cause) {
    read.tryFail(new Refused(Problem.badRequest("The body broke off.")));
    release();
  }

  /** Once; the room is free for others, and what was kept is no more. */
  private void release() {
    bodies.finish(this);
    bodies.release(held.getAndSet(0));
    kept = Buffer.buffer();
  }

  boolean isLate(long now) {
    return now - begin > TimeUnit.SECONDS.toNanos(seconds);
  }

  /** Called from any thread. */
  void expire() {
    bodies.finish(this);
    loop.runOnContext(then -> giveUp(Problem.late(seconds)));
  }

  /** Called from any thread. */
  void giveWay() {
    bodies.finish(this);
    bodies.release(held.getAndSet(0));
    loop.runOnContext(then -> giveUp(noRoom()));
  }

  private static Problem noRoom() {
    return Problem.unavailable(
        "The bodies of other requests take all room at the moment. Send it again later.");
  }
}
