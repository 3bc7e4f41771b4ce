package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.SignedVisitor;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/**
 * The cookie that proves a visitor. Over TLS its name begins with {@code __Host-}, which browsers
 * take from this very host only and never from a neighbour's subdomain.
 */
final class VisitorCookie {
  static final String PLAIN = "kf_visitor";
  static final String OF_HOST = "__Host-" + PLAIN;

  private final Access access;
  private final boolean behindProxy;

  VisitorCookie(Access access, boolean behindProxy) {
    this.access = access;
    this.behindProxy = behindProxy;
  }

  /**
   * A cookie that came.
   *
   * @param stale whether it is to be set anew, with the secret that signs now
   */
  record Read(SignedVisitor visitor, boolean stale) {}

  /**
   * What the request's cookie says, whether or not it still holds. Over TLS the plain name does not
   * count: a neighbour may have planted it.
   */
  Optional<Read> of(HttpServerRequest request) {
    return sent(request) ? read(request, overTls(request) ? OF_HOST : PLAIN) : Optional.empty();
  }

  boolean sent(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.COOKIE)
        && (request.getCookie(PLAIN) != null || request.getCookie(OF_HOST) != null);
  }

  void set(RoutingContext context, String signed, Duration valid) {
    boolean tls = overTls(context.request());
    var attributes = "; Max-Age=" + valid.toSeconds() + "; Path=/; HttpOnly; SameSite=Lax";
    context
        .response()
        .putHeader(
            HttpHeaders.SET_COOKIE,
            (tls ? OF_HOST : PLAIN) + "=" + signed + attributes + (tls ? "; Secure" : ""));
  }

  private Optional<Read> read(HttpServerRequest request, String name) {
    return request.cookies(name).stream()
        .map(Cookie::getValue)
        .flatMap(
            value ->
                access
                    .visitor(value)
                    .map(visitor -> new Read(visitor, !access.signsLike(value)))
                    .stream())
        .findFirst();
  }

  private boolean overTls(HttpServerRequest request) {
    return request.isSSL()
        || (behindProxy && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
  }
}
