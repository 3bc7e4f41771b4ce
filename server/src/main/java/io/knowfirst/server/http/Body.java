package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/** Takes a request's body in, as far as it is of the right type and size. */
final class Body {
  static final int LIMIT = 256 * 1024;
  static final Set<String> JSON = Set.of("application/json");
  static final Set<String> JSON_OR_TEXT = Set.of("application/json", "text/plain");
  static final Set<String> YAML = Set.of("application/json", "application/yaml");
  static final Set<String> LINES =
      Set.of("application/x-ndjson", "application/ndjson", "application/jsonl");

  /** What is still read, so that a client hears the refusal, before the connection is closed. */
  private static final long PATIENCE = 16L * LIMIT;

  private final HttpServerRequest request;
  private final int limit;
  private final Promise<byte[]> read = Promise.promise();
  private final Buffer kept = Buffer.buffer();
  private long length;

  private Body(HttpServerRequest request, int limit) {
    this.request = request;
    this.limit = limit;
  }

  /**
   * Reads JSON; to be called before the event loop is left. Fails with {@link Refused}.
   *
   * @throws Refused for another content type
   */
  static Future<JsonNode> json(HttpServerRequest request, Set<String> types) {
    return bytes(request, types, LIMIT).map(Json::parse);
  }

  /**
   * Reads a body of a type and size of its own; as {@link #json}.
   *
   * @param limit in bytes
   */
  static Future<byte[]> bytes(HttpServerRequest request, Set<String> types, int limit) {
    check(request, types);
    var body = new Body(request, limit);
    if (declared(request) > limit + PATIENCE) {
      body.giveUp();
    }
    request.handler(body::take).endHandler(end -> body.finish()).exceptionHandler(body::broken);
    return body.read.future();
  }

  /**
   * @throws Refused for another content type, charset or encoding
   */
  static void check(HttpServerRequest request, Set<String> types) {
    var header = request.getHeader(HttpHeaders.CONTENT_TYPE);
    var sent = header == null ? "" : header;
    var parts = sent.toLowerCase(Locale.ROOT).split(";", -1);
    boolean utf8 = true;
    for (int i = 1; i < parts.length; i++) {
      var parameter = parts[i].strip().replace("\"", "");
      utf8 &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
    }
    if (!utf8 || !types.contains(parts[0].strip())) {
      var expected = String.join(" or ", types.stream().sorted().toList()) + " in UTF-8";
      throw new Refused(Problem.contentType(sent, expected));
    }
    var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new Refused(Problem.contentType(sent + " in " + encoding, "no Content-Encoding"));
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
    if (length <= limit) {
      kept.appendBuffer(chunk);
    } else if (length > limit + PATIENCE) {
      giveUp();
    }
  }

  private void giveUp() {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    read.tryFail(new Refused(Problem.tooLarge(limit)));
  }

  private void finish() {
    if (length > limit) {
      read.tryFail(new Refused(Problem.tooLarge(limit)));
      return;
    }
    read.tryComplete(kept.getBytes());
  }

  private void broken(Throwable cause) {
    read.tryFail(new Refused(Problem.badRequest("The body broke off.")));
  }
}
