package io.knowfirst.server.people;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.audit.AuditLog;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the server knows of the people who work with it, and what they may be given. */
public record People(
    Users users,
    Invitations invitations,
    Sessions sessions,
    SignIn signIn,
    AccessKeys keys,
    Optional<SingleSignOn> provider,
    AuditLog audit,
    Access access,
    InstantSource clock) {

  /** A form's token; it holds for this session alone. */
  public String formToken(SignedIn who) {
    return access.signForm(who.session());
  }

  /** Whether a form was shown to whom this session belongs. */
  public boolean isFormOf(SignedIn who, String token) {
    return access.isForm(token, who.session());
  }

  /** The parts, started; to be closed. */
  public static final class Started implements AutoCloseable {
    private final People people;
    private final Passwords passwords;

    private Started(People people, Passwords passwords) {
      this.people = people;
      this.passwords = passwords;
    }

    public People people() {
      return people;
    }

    @Override
    public void close() {
      passwords.close();
      people.provider().ifPresent(SingleSignOn::close);
    }
  }

  /**
   * Starts the parts.
   *
   * @param single a provider of single sign-on; null for none
   */
  public static Started start(
      Vertx vertx,
      Pool pool,
      Access access,
      InstantSource clock,
      SecureRandom random,
      @Nullable ProviderSettings single) {
    var users = new Users(pool, clock, random);
    var invitations = new Invitations(pool, clock, random);
    var audit = new AuditLog(pool, clock);
    var sessions = new Sessions(pool, access, clock, random);
    var passwords = new Passwords(vertx);
    var signIn = new SignIn(pool, sessions, invitations, passwords, audit, access, clock);
    var keys = new AccessKeys(pool, clock, random);
    var provider =
        Optional.ofNullable(single)
            .map(
                given -> new SingleSignOn(vertx, given, pool, users, signIn, audit, clock, random));
    return new Started(
        new People(users, invitations, sessions, signIn, keys, provider, audit, access, clock),
        passwords);
  }
}
