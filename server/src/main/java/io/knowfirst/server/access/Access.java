package io.knowfirst.server.access;

import io.knowfirst.server.model.Exposure;
import io.knowfirst.server.store.postgres.Listener;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys and signing secrets in memory, so that no request waits for PostgreSQL: read at the start
 * and again every second, and at once when one changes; while PostgreSQL is away the last copy
 * serves on.
 */
public final class Access implements AutoCloseable, ExposureTokens {
  private static final Logger LOG = LoggerFactory.getLogger(Access.class);
  private static final long REFRESH_MILLIS = 1000;
  private static final long USED_MILLIS = 60_000;
  private static final int VISITOR_BYTES = 16;

  private final Vertx vertx;
  private final AccessKeys keys;
  private final SigningSecrets secrets;
  private final InstantSource clock;
  private final SecureRandom random;
  private volatile Credentials known = new Credentials(List.of(), List.of());
  private volatile @Nullable Signer signer;
  private volatile @Nullable Demo demo;
  private final Outage outage =
      new Outage(LOG, "Keys and signing secrets cannot be read, the last copy is used");
  private final Set<String> used = ConcurrentHashMap.newKeySet();
  private @Nullable Listener listener;
  private long timer = -1;
  private long usedTimer = -1;

  private Access(Vertx vertx, Pool pool, InstantSource clock, SecureRandom random) {
    this.vertx = vertx;
    this.keys = new AccessKeys(pool, clock, random);
    this.secrets = new SigningSecrets(pool, clock, random);
    this.clock = clock;
    this.random = random;
  }

  /** The secrets that cookies and tokens are signed with. */
  public SigningSecrets signing() {
    return secrets;
  }

  /** Reads keys and secrets, makes the first signing secret where there is none. */
  public static Future<Access> open(
      Vertx vertx, Pool pool, InstantSource clock, SecureRandom random) {
    var access = new Access(vertx, pool, clock, random);
    return access
        .refresh()
        .map(
            done -> {
              access.timer = vertx.setPeriodic(REFRESH_MILLIS, tick -> access.follow());
              access.usedTimer = vertx.setPeriodic(USED_MILLIS, tick -> access.keepUsed());
              return access;
            });
  }

  /** Hears from now on of keys and secrets that change, so that they do so here at once. */
  public void listen(PgConnectOptions database) {
    vertx.cancelTimer(timer);
    listener =
        new Listener(vertx, database, "access", REFRESH_MILLIS, this::follow, changed -> follow());
    // Until it hears, it looks.
    listener.connect().onFailure(outage::failed);
  }

  /** A site key that ends with the server. */
  private record Demo(String key, Caller caller) {}

  /** Who presents this key; empty for none, an unknown, a revoked or an expired one. */
  public Optional<Caller> caller(@Nullable String presented) {
    var shown = demo;
    if (shown != null && shown.key().equals(presented)) {
      return Optional.of(shown.caller());
    }
    if (presented == null) {
      return Optional.empty();
    }
    var caller = known.caller(presented, clock);
    if (caller.isPresent() && !used.contains(caller.get().id())) {
      used.add(caller.get().id());
    }
    return caller;
  }

  /** Makes a site key for the pages of the demo, which is in no table and ends with the server. */
  public void openDemo(Set<String> origins) {
    var caller = Caller.key("demo", KeyKind.SITE, null, origins, Set.of());
    demo = new Demo(KeyKind.SITE.prefix() + "demo_" + drawn(), caller);
  }

  /** The site key of the demo; empty where there is no demo. */
  public Optional<String> demoKey() {
    return Optional.ofNullable(demo).map(Demo::key);
  }

  /** Whether any valid site key may be used by pages of this origin (for CORS preflights). */
  public boolean knowsOrigin(String origin) {
    return known.knowsOrigin(origin);
  }

  /** An id that nobody can guess, for a visitor who has none. */
  public String newVisitor() {
    return "v-" + drawn();
  }

  /** A token by which a page proves to be this anonymous visitor, valid for this long from now. */
  public String visitorToken(String visitor, Duration valid) {
    return sign(new SignedVisitor(visitor, clock.instant().plus(valid)));
  }

  /** The cookie or token that proves this. */
  public String sign(SignedVisitor visitor) {
    return signer().sign(Signer.Use.VISITOR, visitor.text());
  }

  /** The token of a link for a preview. */
  public String signPreview(String text) {
    return signer().sign(Signer.Use.PREVIEW, text);
  }

  /** What the token of a preview says; empty where this installation did not sign it. */
  public Optional<String> preview(String token) {
    return signer().read(Signer.Use.PREVIEW, token, clock.instant());
  }

  /** A name for one sign-in that nobody can guess. */
  public String newSession() {
    return "s-" + drawn();
  }

  /** Whether it was signed with the secret that signs now. */
  public boolean signsLike(String token) {
    return signer().signsLike(token);
  }

  /** The visitor of a token that the server signed and that has not ended. */
  public Optional<SignedVisitor> visitor(@Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    return signer()
        .read(Signer.Use.VISITOR, token, clock.instant())
        .map(SignedVisitor::of)
        .filter(signed -> signed.until().isAfter(clock.instant()));
  }

  @Override
  public String sign(Exposure exposure) {
    return signer().sign(Signer.Use.EXPOSURE, ExposureText.of(exposure));
  }

  @Override
  public Optional<Exposure> read(String token) {
    return signer().read(Signer.Use.EXPOSURE, token, clock.instant()).map(ExposureText::exposure);
  }

  /** A token that shows this report until it ends; no other. */
  public String sign(SharedReport report) {
    return signer().sign(Signer.Use.REPORT, report.text());
  }

  /** The report of a token that the server signed and that has not ended. */
  public Optional<SharedReport> report(String token) {
    return signer()
        .read(Signer.Use.REPORT, token, clock.instant())
        .flatMap(SharedReport::of)
        .filter(shared -> shared.until().isAfter(clock.instant()));
  }

  /** What the cookie of somebody who signed in says, so that a made-up one is refused unread. */
  public String signSession(String text) {
    return signer().sign(Signer.Use.SESSION, text);
  }

  /** The text of a cookie that the server signed. */
  public Optional<String> session(String token) {
    return signer().read(Signer.Use.SESSION, token, clock.instant());
  }

  /** A token that proves that a form was shown to whom this text belongs. */
  public String signForm(String text) {
    return signer().sign(Signer.Use.FORM, text);
  }

  /** Whether it is the token of a form that was shown to whom this text belongs. */
  public boolean isForm(String token, String text) {
    return signer().read(Signer.Use.FORM, token, clock.instant()).filter(text::equals).isPresent();
  }

  /** Reads keys and secrets again now. */
  public Future<Void> refresh() {
    return keys.load()
        .compose(held -> secrets.load().map(loaded -> new Credentials(held, loaded)))
        .map(
            loaded -> {
              known = loaded;
              signer = signerOf(loaded.secrets());
              return null;
            });
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
    vertx.cancelTimer(usedTimer);
    if (listener != null) {
      listener.close();
    }
  }

  private void follow() {
    outage.watch(refresh());
  }

  private void keepUsed() {
    var ids = Set.copyOf(used);
    used.removeAll(ids);
    if (!ids.isEmpty()) {
      outage.watch(keys.used(ids));
    }
  }

  private Signer signerOf(List<SigningSecrets.Secret> loaded) {
    var now = clock.instant();
    var signing = loaded.get(loaded.size() - 1);
    for (var secret : loaded) {
      boolean due = !secret.signsFrom().isAfter(now) && !secret.hasEnded(now);
      signing = due || signing.hasEnded(now) ? secret : signing;
    }
    return new Signer(loaded, signing.id());
  }

  private Signer signer() {
    var ready = signer;
    if (ready == null) {
      throw new IllegalStateException("No signing secret is read yet");
    }
    return ready;
  }

  private String drawn() {
    var bytes = new byte[VISITOR_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
