package io.knowfirst.server.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a request where it is looked for later: in a problem, in the log, in the access log. It is
 * the client's or the proxy's {@code X-Request-Id} where there is a usable one, else made here when
 * it is first needed. The answer then has it as a header.
 */
final class RequestId {
  static final String NAME = "X-Request-Id";
  private static final CharSequence HEADER = HttpHeaders.createOptimized(NAME);
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._~:+/=-]{1,128}");

  private RequestId() {}

  static String of(HttpServerRequest request) {
    var response = request.response();
    var known = response.headers().get(HEADER);
    if (known != null) {
      return known;
    }
    var asked = request.getHeader(HEADER);
    var id =
        asked != null && USABLE.matcher(asked).matches() ? asked : UUID.randomUUID().toString();
    if (!response.headWritten()) {
      response.putHeader(HEADER, id);
    }
    return id;
  }
}
