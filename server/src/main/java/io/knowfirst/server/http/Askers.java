package io.knowfirst.server.http;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.SignedVisitor;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds out which visitor a page may ask for. Only what the server itself signed counts: the token
 * in {@code X-Visitor-Token} first (a backend got it for a visitor who signed in), else the cookie.
 * Whatever is forged, altered or out of date proves nobody, and its bearer is a new visitor.
 */
final class Askers {
  static final String COOKIE = "kf_visitor";
  private static final CharSequence TOKEN = HttpHeaders.createOptimized("X-Visitor-Token");
  private static final Duration VALID = Duration.ofDays(365);
  private static final Duration RENEWED = Duration.ofDays(335);

  private final Access access;
  private final InstantSource clock;
  private final boolean behindProxy;
  private final Counter unproven;

  Askers(Services services, boolean behindProxy) {
    this.access = services.access();
    this.clock = services.clock();
    this.behindProxy = behindProxy;
    Bots.prepare();
    this.unproven =
        Counter.builder("knowfirst.visitor.unproven")
            .description("Cookies and tokens that were forged, altered or out of date")
            .register(services.metrics());
  }

  Asker ask(RoutingContext context, Caller caller) {
    if (!caller.isPublic()) {
      return new Asker(caller, null, null, false, false);
    }
    var request = context.request();
    var agent = request.getHeader(HttpHeaders.USER_AGENT);
    // Every browser says what it is; who says nothing is none.
    boolean bot = agent == null || agent.isBlank() || Bots.sent(agent);
    var cookie = cookie(request);
    var token = access.visitor(request.getHeader(TOKEN));
    if (token.isPresent()) {
      var before = cookie.map(SignedVisitor::visitor).orElse(null);
      return new Asker(caller, token.get().visitor(), before, false, bot);
    }
    if (cookie.isPresent()) {
      var visitor = cookie.get().visitor();
      boolean old = cookie.get().until().isBefore(clock.instant().plus(RENEWED));
      return new Asker(caller, visitor, visitor, old, bot);
    }
    if (request.getCookie(COOKIE) != null || request.headers().contains(TOKEN)) {
      unproven.increment();
    }
    var visitor = access.newVisitor();
    return new Asker(caller, visitor, visitor, true, bot);
  }

  /**
   * Gives the visitor the proof for the next request: a cookie, and a token for who sent one that
   * was not good (or {@code none}), as a page does that cannot keep cookies.
   */
  void remember(RoutingContext context, Asker asker) {
    if (!asker.unsigned() || asker.visitor() == null) {
      return;
    }
    var signed = access.visitorToken(asker.visitor(), VALID);
    var attributes = "; Max-Age=" + VALID.toSeconds() + "; Path=/; HttpOnly; SameSite=Lax";
    var secure = overTls(context.request()) ? "; Secure" : "";
    context
        .response()
        .putHeader(HttpHeaders.SET_COOKIE, COOKIE + "=" + signed + attributes + secure);
    if (context.request().headers().contains(TOKEN)) {
      context.response().putHeader(TOKEN, signed);
    }
  }

  private Optional<SignedVisitor> cookie(HttpServerRequest request) {
    if (!request.headers().contains(HttpHeaders.COOKIE)) {
      return Optional.empty();
    }
    return request.cookies(COOKIE).stream()
        .map(Cookie::getValue)
        .map(access::visitor)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean overTls(HttpServerRequest request) {
    return request.isSSL()
        || (behindProxy && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
  }
}
