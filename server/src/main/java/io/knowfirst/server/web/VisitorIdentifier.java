package io.knowfirst.server.web;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.SignedVisitor;
import io.knowfirst.server.decide.DecisionId;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.wire.Bots;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Notes;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which visitor a page may ask for. Only what the server itself signed counts: the token
 * in {@code X-Visitor-Token} (or where a beacon carries it) first, which a backend got for a
 * visitor who signed in, else the cookie. Whatever is forged, altered, out of date or from before a
 * reset proves nobody, and neither does the cookie of an anonymous visitor who has been tied to a
 * known one since: its bearer is a new visitor.
 */
final class VisitorIdentifier {
  static final String NOT_KEPT = "visitor-not-kept";
  static final String TOKEN_INVALID = "visitor-token-invalid";

  /** How long an anonymous visitor is known by a cookie or token of their own. */
  static final Duration VALID = Duration.ofDays(365);

  /** How long a browser stands for the visitor who signed in with it. */
  static final Duration SIGNED_IN = Duration.ofDays(30);

  static final CharSequence TOKEN = HttpHeaders.createOptimized("X-Visitor-Token");
  private static final Duration RENEWED = Duration.ofDays(335);
  private static final Duration SIGNED_IN_RENEWED = Duration.ofDays(29);
  private static final Duration YOUNG = Duration.ofHours(24);

  private final Access access;
  private final Function<String, Future<Profile>> profiles;
  private final InstantSource clock;
  private final VisitorCookie cookies;
  private final NewVisitors newcomers;
  private final SentSignals signals;
  private final Counter unproven;

  VisitorIdentifier(Services services, HttpSettings settings) {
    this.access = services.access();
    this.profiles = services.profile();
    this.clock = services.clock();
    this.cookies = new VisitorCookie(access, settings.behindProxy());
    this.newcomers = new NewVisitors(clock, settings.behindProxy());
    this.signals = new SentSignals(settings);
    Bots.prepare();
    this.unproven =
        Counter.builder("knowfirst.visitor.unproven")
            .description("Cookies and tokens that were forged, altered, ended or out of date")
            .register(services.metrics());
  }

  /** Who asks for nobody: no proof is read, and none given. */
  IdentifiedVisitor nobody(RoutingContext context, Caller caller) {
    return caller.isPublic()
        ? new IdentifiedVisitor(
            caller, null, null, List.of(), null, null, signals.of(context.request()), new Notes())
        : IdentifiedVisitor.trusted(caller);
  }

  Future<IdentifiedVisitor> ask(RoutingContext context, Caller caller) {
    return ask(context, caller, null);
  }

  /**
   * Never fails.
   *
   * @param carried a token of a visitor or an exposure that a beacon carries, which can set no
   *     header
   */
  Future<IdentifiedVisitor> ask(RoutingContext context, Caller caller, @Nullable String carried) {
    if (!caller.isPublic()) {
      return Future.succeededFuture(IdentifiedVisitor.trusted(caller));
    }
    var request = context.request();
    var header = request.getHeader(TOKEN);
    var token = access.visitor(header).or(() -> access.visitor(carried));
    var cookie = cookies.of(request);
    var shown =
        carried == null || token.isPresent() ? Optional.<SignedVisitor>empty() : shown(carried);
    return Future.join(held(token), held(cookie.map(VisitorCookie.Read::visitor)), held(shown))
        .map(
            all -> {
              Optional<SignedVisitor> byToken = all.resultAt(0);
              Optional<SignedVisitor> byCookie = all.resultAt(1);
              Optional<SignedVisitor> byExposure = all.resultAt(2);
              boolean sent = header != null || cookies.sent(request);
              if (byToken.isPresent()) {
                return bySignIn(request, caller, byToken.get(), byCookie.orElse(null));
              }
              if (byCookie.isPresent()) {
                return byCookie(
                    request, caller, byCookie.get(), cookie.orElseThrow(), notes(isToken(header)));
              }
              if (sent) {
                unproven.increment();
              }
              return byExposure
                  .map(visitor -> shown(request, caller, visitor))
                  .orElseGet(
                      () -> newcomer(request, caller, notes(isToken(header) || isToken(carried))));
            });
  }

  /**
   * Gives the visitor the proof for the next request: a cookie, and a token for who sent one that
   * was not good (or {@code none}), as a page does that cannot keep cookies.
   *
   * @param identified whether the request said who the visitor is
   */
  void remember(RoutingContext context, IdentifiedVisitor asker, boolean identified) {
    var due = asker.due() == null && identified ? asker.login() : asker.due();
    if (due == null) {
      return;
    }
    var signed = access.sign(due);
    cookies.set(context, signed, Duration.between(clock.instant(), due.until()));
    if (asker.unproven() && context.request().headers().contains(TOKEN)) {
      context.response().putHeader(TOKEN, signed);
    }
  }

  /** A new visitor in the place of whoever asked, for the next request on. */
  String replace(RoutingContext context, boolean token) {
    var visitor = access.newVisitor();
    var signed = access.sign(anonymous(visitor));
    cookies.set(context, signed, VALID);
    if (token) {
      context.response().putHeader(TOKEN, signed);
    }
    return visitor;
  }

  private IdentifiedVisitor bySignIn(
      HttpServerRequest request,
      Caller caller,
      SignedVisitor token,
      @Nullable SignedVisitor cookie) {
    var session = access.newSession();
    String before = null;
    boolean due = true;
    if (cookie != null && cookie.visitor().equals(token.visitor())) {
      before = cookie.before();
      session = cookie.session() == null ? session : cookie.session();
      due = cookie.until().isBefore(clock.instant().plus(SIGNED_IN_RENEWED));
    } else if (cookie != null && cookie.session() == null) {
      before = cookie.visitor();
    }
    var until = clock.instant().plus(SIGNED_IN);
    var login =
        due
            ? new SignedVisitor(token.visitor(), Math.max(0, token.epoch()), session, before, until)
            : null;
    // Whoever signed in here before is not at this browser any more.
    boolean another = cookie != null && !cookie.visitor().equals(token.visitor());
    boolean replaced = another && cookie != null && cookie.session() != null;
    return proven(request, caller, token, cookie, before, login).withDue(replaced ? login : null);
  }

  private IdentifiedVisitor byCookie(
      HttpServerRequest request,
      Caller caller,
      SignedVisitor cookie,
      VisitorCookie.Read read,
      Notes notes) {
    boolean old = cookie.until().isBefore(clock.instant().plus(RENEWED));
    boolean anonymous = cookie.session() == null;
    var until = anonymous ? clock.instant().plus(VALID) : cookie.until();
    var due = (old && anonymous) || read.stale() ? cookie.renewed(until) : null;
    return new IdentifiedVisitor(
        caller,
        cookie.visitor(),
        cookie.before(),
        List.of(cookie),
        due,
        null,
        signals.of(request),
        notes);
  }

  private IdentifiedVisitor proven(
      HttpServerRequest request,
      Caller caller,
      SignedVisitor visitor,
      @Nullable SignedVisitor cookie,
      @Nullable String before,
      @Nullable SignedVisitor login) {
    var proofs = new ArrayList<>(List.of(visitor));
    if (cookie != null) {
      proofs.add(cookie);
    }
    return new IdentifiedVisitor(
        caller, visitor.visitor(), before, proofs, null, login, signals.of(request), new Notes());
  }

  /** May send events; who was shown something has not proven enough to end the visitor's proofs. */
  private IdentifiedVisitor shown(HttpServerRequest request, Caller caller, SignedVisitor visitor) {
    return new IdentifiedVisitor(
        caller, visitor.visitor(), null, List.of(), null, null, signals.of(request), new Notes());
  }

  private static boolean isToken(@Nullable String sent) {
    return sent != null && !sent.isBlank() && !sent.strip().equals("none");
  }

  /**
   * @param refused whether a token was sent that proves nobody
   */
  private static Notes notes(boolean refused) {
    var notes = new Notes();
    if (refused) {
      notes.remark(
          TOKEN_INVALID,
          "The visitor's token proves nobody and was not used. Maybe it was cut off, is out of date or was"
              + " ended by a reset: get a new one from POST /v1/visitors/token.");
    }
    return notes;
  }

  private IdentifiedVisitor newcomer(HttpServerRequest request, Caller caller, Notes notes) {
    var visitor = access.newVisitor();
    var sent = signals.of(request);
    if (!sent.bot() && newcomers.isNotKept(request)) {
      notes.remark(
          NOT_KEPT,
          "This page has asked before and is a new visitor again: neither cookie nor token came back. Maybe the"
              + " request is sent without credentials, or the browser keeps no cookies: send X-Visitor-Token:"
              + " none first, then the token of the answer.");
    }
    return new IdentifiedVisitor(
        caller, visitor, null, List.of(), anonymous(visitor), null, sent, notes);
  }

  private SignedVisitor anonymous(String visitor) {
    return new SignedVisitor(visitor, clock.instant().plus(VALID));
  }

  /** The visitor who was shown something not long ago, as its token says. */
  private Optional<SignedVisitor> shown(String token) {
    var now = clock.instant();
    return access
        .read(token)
        .filter(
            exposure ->
                DecisionId.madeAt(exposure.decision())
                    .map(made -> made.plus(YOUNG).isAfter(now))
                    .orElse(true))
        .map(exposure -> new SignedVisitor(exposure.visitor(), now.plus(YOUNG)));
  }

  /**
   * Empty where what it says was ended since. While that cannot be asked it holds: nothing personal
   * can be read then either.
   */
  private Future<Optional<SignedVisitor>> held(Optional<SignedVisitor> signed) {
    if (signed.isEmpty()) {
      return Future.succeededFuture(signed);
    }
    var proof = signed.get();
    var session = proof.session();
    return profiles
        .apply(proof.visitor())
        .compose(
            profile -> {
              boolean same = profile.visitor().equals(proof.visitor());
              boolean holds = same && proof.holdsAt(profile.epoch());
              return !holds || session == null
                  ? Future.succeededFuture(holds)
                  : profiles.apply(session).map(signIn -> signIn.epoch() == 0);
            })
        .otherwise(true)
        .map(holds -> holds ? signed : Optional.empty());
  }
}
