package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets in who holds the right key, from the right page. */
final class KeyGate {
  static final Set<KeyKind> ANY = Set.of(KeyKind.values());
  static final Set<KeyKind> SERVERS = Set.of(KeyKind.SECRET, KeyKind.ADMIN);
  static final Set<KeyKind> OPERATORS = Set.of(KeyKind.ADMIN);
  private static final String CHALLENGE =
      "Basic realm=\"Knowfirst reports: a secret or admin key as the password\", charset=\"UTF-8\"";
  private static final String EXPOSED = "ETag, Retry-After, X-Request-Id, X-Visitor-Token";
  private static final String SENT =
      "Authorization, Content-Encoding, Content-Type, If-None-Match, X-API-Key, X-Preview,"
          + " X-Visitor-Token";

  private final Access access;
  private final Clients clients;
  private final InvalidKeys invalid;

  KeyGate(Access access, Clients clients, InvalidKeys invalid) {
    this.access = access;
    this.clients = clients;
    this.invalid = invalid;
  }

  /**
   * Who calls.
   *
   * @throws Refused with 401 without a valid key, 403 where this kind of key may not come in here
   */
  Caller admit(RoutingContext context, Set<KeyKind> kinds) {
    return admit(context, kinds, Presented.by(context.request()));
  }

  /**
   * As {@link #admit}, and a site key may stand in the query, as a beacon cannot set headers. No
   * other key may: queries end up in logs.
   */
  Caller admitBeacon(RoutingContext context, Set<KeyKind> kinds) {
    var carried = inQuery(context.request(), "key");
    boolean site = carried != null && carried.startsWith(KeyKind.SITE.prefix());
    return admit(context, kinds, site ? carried : null);
  }

  /** As {@link #admit}, for a key that the request carries elsewhere where no header has one. */
  Caller admit(RoutingContext context, Set<KeyKind> kinds, @Nullable String carried) {
    var presented = Presented.by(context.request());
    return admit(context, kinds, presented.key() == null ? Presented.of(carried) : presented);
  }

  /** A key or token in the query, whose characters need no escaping; null where there is none. */
  static @Nullable String inQuery(HttpServerRequest request, String name) {
    var query = request.query();
    if (query == null) {
      return null;
    }
    for (var parameter : query.split("&", -1)) {
      if (parameter.startsWith(name + "=")) {
        return parameter.substring(name.length() + 1);
      }
    }
    return null;
  }

  /**
   * As {@link #admit} for a browser, which asks for the key as a password, keeps it out of the
   * address and its history, and sends it to this server only.
   *
   * @throws Refused with 401 and a challenge that makes a browser ask, 421 for a name that is none
   *     of this server's
   */
  Caller admitReader(RoutingContext context, Set<KeyKind> kinds) {
    checkHost(context);
    var presented = Presented.by(context.request());
    if (access.caller(presented.key()).isEmpty()) {
      context.response().putHeader("WWW-Authenticate", CHALLENGE);
    }
    return admit(context, kinds, presented);
  }

  /**
   * @throws Refused with 421 for a name that is none of this server's
   */
  void checkHost(RoutingContext context) {
    clients.checkHost(context.request());
  }

  private Caller admit(RoutingContext context, Set<KeyKind> kinds, Presented presented) {
    var request = context.request();
    var response = context.response();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    var caller = access.caller(presented.key());
    if (caller.isEmpty()) {
      if (origin != null && access.knowsOrigin(origin)) {
        allow(response, origin);
      }
      boolean guessing = presented.key() != null && !invalid.allow(clients.address(request));
      throw new Refused(guessing ? Problem.throttled() : Problem.unauthorized());
    }
    if (presented.ambient() && !caller.get().isPublic() && Presented.isOfAnotherSite(request)) {
      throw new Refused(
          Problem.forbidden(
              "A page of another site sent the request with the password that the browser keeps."
                  + " Maybe send the key in X-API-Key."));
    }
    if (!caller.get().mayCallFrom(origin)) {
      throw new Refused(
          Problem.forbidden(
              "The origin is "
                  + Text.shorten(String.valueOf(origin))
                  + ", expected one of those that the site key was made for. Maybe make a key with"
                  + " keys create --kind SITE --origin and the origin of the page."));
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

  private static void allow(HttpServerResponse response, String origin) {
    response
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
        .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")
        .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED)
        .putHeader(HttpHeaders.VARY, "Accept-Encoding, Origin");
  }
}
