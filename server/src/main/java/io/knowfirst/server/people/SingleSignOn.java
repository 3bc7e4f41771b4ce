package io.knowfirst.server.people;

import static io.knowfirst.server.people.UserTable.utc;

import com.nimbusds.jwt.JWTClaimsSet;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs people in by an OpenID Connect provider: authorization code with PKCE. What a sign-in was
 * begun with is kept here and used once, by the browser that began it.
 */
public final class SingleSignOn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SingleSignOn.class);
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final ProviderSettings settings;
  private final Pool pool;
  private final Users users;
  private final SignIn signIn;
  private final AuditLog audit;
  private final InstantSource clock;
  private final RandomSecrets secrets;
  private final IdTokens tokens;
  private final ProviderCalls provider;

  SingleSignOn(
      Vertx vertx,
      ProviderSettings settings,
      Pool pool,
      Users users,
      SignIn signIn,
      AuditLog audit,
      InstantSource clock,
      SecureRandom random) {
    this.settings = settings;
    this.pool = pool;
    this.users = users;
    this.signIn = signIn;
    this.audit = audit;
    this.clock = clock;
    this.secrets = new RandomSecrets(random);
    this.tokens = new IdTokens(settings, clock);
    this.provider = new ProviderCalls(vertx, settings);
  }

  /** As people call the provider. */
  public String name() {
    return settings.name();
  }

  /**
   * A sign-in that begins.
   *
   * @param address at the provider, to which the browser is led
   * @param state which the browser keeps and brings back
   */
  public record Begun(String address, String state) {}

  private record Pending(String nonce, String verifier) {}

  /**
   * Begins a sign-in.
   *
   * @param callback address to which the provider leads the browser back
   */
  public Future<Begun> begin(String callback) {
    var state = secrets.secret();
    var nonce = secrets.secret();
    var verifier = secrets.secret();
    var now = clock.instant();
    var row =
        Tuple.of(RandomSecrets.hash(state), nonce, verifier)
            .addOffsetDateTime(utc(now.plus(VALID)));
    var stored =
        pool.preparedQuery("delete from sign_in_request where until < $1")
            .execute(Tuple.of(utc(now)))
            .compose(
                done ->
                    pool.preparedQuery(
                            "insert into sign_in_request (state, nonce, verifier, until) values ($1, $2, $3, $4)")
                        .execute(row));
    return UserTable.orAway(stored)
        .compose(done -> provider.discovered())
        .map(
            found ->
                new Begun(
                    found.getString("authorization_endpoint")
                        + (found.getString("authorization_endpoint").contains("?") ? "&" : "?")
                        + "response_type=code&client_id="
                        + encoded(settings.clientId())
                        + "&redirect_uri="
                        + encoded(callback)
                        + "&scope="
                        + encoded("openid email profile")
                        + "&state="
                        + state
                        + "&nonce="
                        + nonce
                        + "&code_challenge_method=S256&code_challenge="
                        + BASE64.encodeToString(RandomSecrets.hash(verifier).getBytes()),
                    state));
  }

  /**
   * Finishes a sign-in.
   *
   * @param state that came back
   * @param kept by the browser; the same, where it began the sign-in
   * @return a result that is {@link SignIn.Outcome#WRONG} where anything about it is not as it
   *     should be, with the reason in the audit
   */
  public Future<SignIn.Result> finish(
      String code, String state, String kept, String callback, String source) {
    return taken(state, kept)
        .compose(
            pending ->
                provider
                    .token(code, pending.verifier(), callback)
                    .compose(token -> claims(token, pending)))
        .compose(claims -> user(claims, source))
        .compose(user -> signIn.begin(user, source, settings.toString()))
        .recover(failure -> refused(failure, source));
  }

  private Future<SignIn.Result> refused(Throwable failure, String source) {
    if (!(failure instanceof ProviderRefused) && !(failure instanceof UserRefused)) {
      return Future.failedFuture(failure);
    }
    LOG.warn("A sign-in by {} is refused: {}", settings, failure.getMessage());
    return audit
        .add(
            new Actor("-", "-", source),
            "session.refused",
            settings.toString(),
            String.valueOf(failure.getMessage()))
        .map(done -> SignIn.Result.failed(SignIn.Outcome.WRONG));
  }

  /** What the sign-in was begun with; whoever comes second finds nothing. */
  private Future<Pending> taken(String state, String kept) {
    if (state.isEmpty() || !state.equals(kept)) {
      return Future.failedFuture(
          new ProviderRefused("The state is not that of a sign-in that this browser began."));
    }
    var taken =
        pool.preparedQuery(
                "delete from sign_in_request where state = $1 and until > $2 returning nonce, verifier")
            .execute(Tuple.of(RandomSecrets.hash(state), utc(clock.instant())));
    return UserTable.orAway(taken)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new ProviderRefused("The sign-in was finished already or took too long.");
              }
              var row = rows.iterator().next();
              return new Pending(row.getString(0), row.getString(1));
            });
  }

  private Future<JWTClaimsSet> claims(String token, Pending pending) {
    return provider.keys().map(keys -> tokens.verified(token, keys, pending.nonce()));
  }

  private Future<User> user(JWTClaimsSet claims, String source) {
    try {
      var groups = claims.getClaim(settings.groupsClaim());
      var named = groups instanceof List<?> list ? list : List.of(String.valueOf(groups));
      var roles = settings.rolesOf(named.stream().map(String::valueOf).toList());
      var email = claims.getStringClaim("email");
      if (email == null || roles.isEmpty()) {
        throw new ProviderRefused(
            email == null
                ? "The ID token has no email."
                : "No group of %s has a role here: %s.".formatted(email, named));
      }
      var name = claims.getStringClaim("name");
      boolean verified = Boolean.TRUE.equals(claims.getBooleanClaim("email_verified"));
      return users.provided(
          settings.issuer() + " " + claims.getSubject(),
          email,
          verified,
          name == null ? "" : name,
          roles,
          source);
    } catch (ParseException bad) {
      throw new ProviderRefused("A claim of the ID token is of another type.", bad);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    provider.close();
  }
}
