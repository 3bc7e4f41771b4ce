package io.knowfirst.server.http;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets in who holds the right key, from the right page. */
final class Gate {
  static final Set<KeyKind> ANY = Set.of(KeyKind.values());
  static final Set<KeyKind> SERVERS = Set.of(KeyKind.SECRET, KeyKind.ADMIN);
  static final Set<KeyKind> OPERATORS = Set.of(KeyKind.ADMIN);
  private static final CharSequence KEY = HttpHeaders.createOptimized("X-API-Key");
  private static final Set<String> LOOPBACK_6 = Set.of("::1", "0:0:0:0:0:0:0:1");
  private static final Set<String> PROXIED =
      Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");
  private static final String CHALLENGE =
      "Basic realm=\"Knowfirst reports: a secret or admin key as the password\", charset=\"UTF-8\"";
  private static final String EXPOSED = "Retry-After, X-Visitor-Token";
  private static final String SENT = "Content-Type, X-API-Key, X-Visitor-Token";

  private final Access access;

  Gate(Access access) {
    this.access = access;
  }

  /**
   * Who calls.
   *
   * @throws Refused with 401 without a valid key, 403 where this kind of key may not come in here
   */
  Caller admit(RoutingContext context, Set<KeyKind> kinds) {
    return admit(context, kinds, context.request().getHeader(KEY));
  }

  /**
   * As {@link #admit}, and a site key may stand in the query, as a beacon cannot set headers. No
   * other key may: queries end up in logs.
   */
  Caller admitBeacon(RoutingContext context, Set<KeyKind> kinds) {
    var key = context.request().getHeader(KEY);
    var query = context.request().query();
    if (key == null && query != null && query.startsWith("key=" + KeyKind.SITE.prefix())) {
      key = query.substring("key=".length());
    }
    return admit(context, kinds, key);
  }

  /**
   * As {@link #admit}, and the key may be the password of HTTP Basic, of whatever user: a browser
   * asks for it, keeps it out of the address and its history, and sends it to this server only.
   *
   * @throws Refused with 401 and a challenge that makes a browser ask
   */
  Caller admitReader(RoutingContext context, Set<KeyKind> kinds) {
    var key = context.request().getHeader(KEY);
    var presented = key == null ? password(context.request()) : key;
    if (access.caller(presented).isEmpty()) {
      context.response().putHeader("WWW-Authenticate", CHALLENGE);
    }
    return admit(context, kinds, presented);
  }

  private static @Nullable String password(HttpServerRequest request) {
    var header = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return null;
    }
    try {
      var pair =
          new String(
              Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private Caller admit(RoutingContext context, Set<KeyKind> kinds, @Nullable String key) {
    var request = context.request();
    var response = context.response();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    var caller = access.caller(key);
    if (caller.isEmpty()) {
      if (origin != null && access.knowsOrigin(origin)) {
        allow(response, origin);
      }
      throw new Refused(Problem.unauthorized());
    }
    if (!caller.get().mayCallFrom(origin)) {
      throw new Refused(
          Problem.forbidden(
              "The origin is "
                  + Text.shorten(String.valueOf(origin))
                  + ", expected one of those that the site key was made for."));
    }
    if (origin != null && caller.get().isPublic()) {
      allow(response, origin);
    }
    if (!kinds.contains(caller.get().kind())) {
      var expected = kinds.stream().map(KeyKind::word).sorted().collect(Collectors.joining(" or "));
      throw new Refused(
          Problem.forbidden(
              "This is a " + caller.get().kind().word() + " key, expected " + expected + "."));
    }
    return caller.get();
  }

  /** Answers a browser that asks whether a page may call. */
  void preflight(RoutingContext context, String methods) {
    HttpServerRequest request = context.request();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    if (origin == null || !access.knowsOrigin(origin)) {
      throw new Refused(Problem.forbidden("The origin is none that a site key was made for."));
    }
    allow(context.response(), origin);
    context
        .response()
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, SENT)
        .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
        .setStatusCode(204)
        .end();
  }

  /** Whether metrics may be read without a key: by a process of this machine, through no proxy. */
  static boolean local(HttpServerRequest request) {
    var remote = request.remoteAddress();
    var host = remote == null || remote.hostAddress() == null ? "" : remote.hostAddress();
    int zone = host.indexOf('%');
    var address = zone < 0 ? host : host.substring(0, zone);
    boolean loopback = address.startsWith("127.") || LOOPBACK_6.contains(address);
    return loopback && PROXIED.stream().noneMatch(request.headers()::contains);
  }

  private static void allow(HttpServerResponse response, String origin) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
        .putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
  }
}
