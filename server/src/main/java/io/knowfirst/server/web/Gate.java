package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignedIn;
import io.knowfirst.server.web.Route.Callers;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets in whom the table of routes lets in, from the right page. */
final class Gate {
  private static final String CALLER = "caller";
  private static final String PAGE = "page";
  private static final String CHALLENGE =
      "Basic realm=\"Knowfirst metrics: an admin key as the password\", charset=\"UTF-8\"";
  private static final String SIGNED_IN = "signed-in";
  private static final CharSequence CSRF = HttpHeaders.createOptimized("X-CSRF-Token");

  private final Access access;
  private final People people;
  private final Clients clients;
  private final InvalidKeys invalid;
  private final PersonCookies cookies;
  private final RateLimits rates;
  private final CrossOrigin crossOrigin;

  Gate(
      People people,
      Clients clients,
      InvalidKeys invalid,
      PersonCookies cookies,
      RateLimits rates) {
    this.access = people.access();
    this.people = people;
    this.clients = clients;
    this.invalid = invalid;
    this.cookies = cookies;
    this.rates = rates;
    this.crossOrigin = new CrossOrigin(access);
  }

  CrossOrigin crossOrigin() {
    return crossOrigin;
  }

  /** Who is signed in; null where a key calls, or a page that is open to everyone is asked for. */
  static @Nullable SignedIn signedIn(RoutingContext context) {
    return context.get(SIGNED_IN);
  }

  /** Whether a page is asked for, so that a refusal is one too. */
  static boolean isPage(RoutingContext context) {
    return Boolean.TRUE.equals(context.get(PAGE));
  }

  /** Who calls a route that is not open to everyone. */
  static Caller caller(RoutingContext context) {
    return context.get(CALLER);
  }

  /** Who calls, as the audit keeps it. */
  Actor actor(RoutingContext context) {
    var caller = caller(context);
    return new Actor(caller.id(), caller.person(), source(context));
  }

  /** Address of the network that a request came from. */
  String source(RoutingContext context) {
    return clients.address(context.request());
  }

  /**
   * Admits the caller of a route, and goes on.
   *
   * @throws Refused with 401 without a valid key, 403 where the caller may not come in here, 421
   *     for a name that is none of this server's, 429 for too many requests
   */
  void admit(RoutingContext context, Route route) {
    if (rates.areByAddress() && !isOfProbes(route.path())) {
      crossOrigin.allowKnown(context.request());
      unlessToWait(
          context, rates.takeOfAddress(clients.address(context.request())), "this address");
    }
    var callers = route.callers();
    if (callers == Callers.PEOPLE || callers == Callers.SCRAPERS) {
      clients.checkHost(context.request());
    }
    if (callers == Callers.PEOPLE) {
      context.put(PAGE, true);
    }
    if (route.isOpen() || callers == Callers.TRACKING_LIBRARIES) {
      route.handler().handle(context);
      return;
    }
    var presented = Presented.by(context.request());
    if (callers == Callers.PEOPLE && presented.ambient()) {
      presented = Presented.of(null); // A browser that still keeps a key as a password.
    }
    if (presented.key() == null && route.admitsPeople()) {
      var cookie = cookies.get(context.request(), PersonCookies.SESSION);
      if (cookie != null) {
        bySession(context, route, cookie);
        return;
      }
      if (callers == Callers.PEOPLE) {
        SignInRoutes.lead(context);
        return;
      }
    }
    context.put(CALLER, byKey(context, route, presented));
    route.handler().handle(context);
  }

  /** Whether what watches over the server asks, which is never held up by what it watches. */
  static boolean isOfProbes(String path) {
    return path.startsWith("/health/") || path.equals("/metrics");
  }

  /** The body waits meanwhile; whoever takes it does so before the handler returns. */
  private void bySession(RoutingContext context, Route route, String cookie) {
    var request = context.request();
    boolean changes =
        !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    if ((changes || route.callers() != Callers.PEOPLE) && Presented.isOfAnotherSite(request)) {
      throw new Refused(
          Problem.forbidden(
              "A page of another site sent the request, expected one of this server."));
    }
    request.pause();
    people
        .sessions()
        .find(cookie)
        .onSuccess(
            found -> {
              try {
                if (found.isPresent()) {
                  enter(context, route, found.get(), changes);
                } else if (route.callers() == Callers.PEOPLE) {
                  cookies.clear(context, PersonCookies.SESSION);
                  SignInRoutes.lead(context);
                } else {
                  throw new Refused(Problem.unauthorized());
                }
              } catch (RuntimeException refused) {
                context.fail(refused);
              }
              request.resume();
            })
        .onFailure(
            away -> {
              request.resume();
              context.fail(away);
            });
  }

  private void enter(RoutingContext context, Route route, SignedIn who, boolean changes) {
    var token = context.request().getHeader(CSRF);
    checkGrants(who.user().caller(), route.who());
    // A form carries its token in the body, which its handler looks at.
    if (changes
        && route.callers() != Callers.PEOPLE
        && (token == null || !people.isFormOf(who, token))) {
      throw new Refused(
          Problem.forbidden(
              "X-CSRF-Token is %s, expected the csrfToken of this session. Maybe GET /v1/session tells it."
                  .formatted(token == null ? "absent" : "another session's")));
    }
    context.put(CALLER, who.user().caller());
    context.put(SIGNED_IN, who);
    route.handler().handle(context);
  }

  private Caller byKey(RoutingContext context, Route route, Presented byHeader) {
    var presented = byHeader;
    if (route.callers() == Callers.BEACONS && presented.key() == null) {
      // No other key may stand in the query: queries end up in logs.
      var carried = inQuery(context.request(), "key");
      boolean site = carried != null && carried.startsWith(KeyKind.SITE.prefix());
      presented = site ? Presented.of(carried) : presented;
    }
    if (route.callers() == Callers.SCRAPERS && access.caller(presented.key()).isEmpty()) {
      context.response().putHeader("WWW-Authenticate", CHALLENGE);
    }
    return admit(context, route.who(), presented);
  }

  /** Who calls with a key that stands in the body where no header has one; as {@link #caller}. */
  Caller admit(RoutingContext context, Set<Grant> who, @Nullable String carried) {
    var presented = Presented.by(context.request());
    return admit(context, who, presented.key() == null ? Presented.of(carried) : presented);
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

  private Caller admit(RoutingContext context, Set<Grant> who, Presented presented) {
    var request = context.request();
    var response = context.response();
    var origin = request.getHeader(HttpHeaders.ORIGIN);
    var caller = access.caller(presented.key());
    if (caller.isEmpty()) {
      crossOrigin.allowKnown(request);
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
      CrossOrigin.allow(response, origin);
    }
    checkGrants(caller.get(), who);
    unlessToWait(context, rates.takeOfKey(caller.get().id()), "this key");
    return caller.get();
  }

  private static void unlessToWait(RoutingContext context, long seconds, String whose) {
    if (seconds > 0) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
      throw new Refused(Problem.tooManyRequests(whose));
    }
  }

  private static void checkGrants(Caller caller, Set<Grant> who) {
    if (!caller.may(who)) {
      throw new Refused(
          Problem.forbidden(
              "The caller is %s, expected %s."
                  .formatted(words(caller.grants(), " and "), words(who, " or "))));
    }
  }

  static String words(Set<Grant> grants, String between) {
    return grants.stream()
        .map(grant -> grant.word() + (grant instanceof KeyKind ? " key" : ""))
        .sorted()
        .collect(Collectors.joining(between));
  }
}
