package io.knowfirst.server.people;

import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in and out. Wrong passwords are limited for each address and each account; a browser
 * that signed in before has a limit of its own, so that no stranger keeps its owner out.
 */
public final class SignIn {
  private static final int OF_ADDRESS = 30;
  private static final int OF_ACCOUNT = 10;
  private static final int LONGEST_EMAIL = 254;
  private static final String DEVICE = "device ";

  private final Pool pool;
  private final Sessions sessions;
  private final Invitations invitations;
  private final Passwords passwords;
  private final AuditLog audit;
  private final Access access;
  private final InstantSource clock;
  private final Attempts attempts;

  SignIn(
      Pool pool,
      Sessions sessions,
      Invitations invitations,
      Passwords passwords,
      AuditLog audit,
      Access access,
      InstantSource clock) {
    this.pool = pool;
    this.sessions = sessions;
    this.invitations = invitations;
    this.passwords = passwords;
    this.audit = audit;
    this.access = access;
    this.clock = clock;
    this.attempts = new Attempts(pool);
  }

  /** What came of it. */
  public enum Outcome {
    DONE,
    /** No such account, no password, a wrong one, or disabled: nobody is told which. */
    WRONG,
    /** Too many failures lately. */
    THROTTLED
  }

  /**
   * A sign-in.
   *
   * @param session what the cookie of the session holds; empty where it did not succeed
   * @param device what the cookie of the browser holds, by which it is known again
   */
  public record Result(Outcome outcome, String session, String device) {
    static Result failed(Outcome outcome) {
      return new Result(outcome, "", "");
    }
  }

  /**
   * Signs somebody in by a password.
   *
   * @param source address of the network that it comes from
   * @param device the cookie of the browser; null for none
   */
  public Future<Result> withPassword(
      String address, String password, String source, @Nullable String device) {
    var email = address.strip().toLowerCase(Locale.ROOT);
    var now = clock.instant();
    if (email.length() > LONGEST_EMAIL || email.chars().anyMatch(Character::isISOControl)) {
      return Future.succeededFuture(Result.failed(Outcome.WRONG));
    }
    boolean known =
        device != null && access.session(device).filter((DEVICE + email)::equals).isPresent();
    var counted = known ? List.of("known " + device) : List.of("from " + source, "as " + email);
    return UserTable.orAway(allowed(counted, now))
        .compose(
            allowed ->
                allowed
                    ? checked(email, password, source, counted)
                    : throttled(email, source, now));
  }

  /** One row in ten minutes, so that a flood does not fill the audit. */
  private Future<Result> throttled(String email, String source, Instant now) {
    return UserTable.orAway(attempts.begin("throttled " + source, 1, now))
        .compose(
            first ->
                first
                    ? failed(Outcome.THROTTLED, email, source, "throttled")
                    : Future.succeededFuture(Result.failed(Outcome.THROTTLED)));
  }

  private Future<Result> checked(
      String email, String password, String source, List<String> counted) {
    return UserTable.orAway(UserTable.password(pool, email))
        .compose(hash -> passwords.isOf(password, hash.orElse(null)))
        .compose(
            right ->
                right
                    ? UserTable.orAway(UserTable.byEmail(pool, email))
                        .compose(user -> begin(user.orElseThrow(), source, "password"))
                        .compose(
                            done ->
                                UserTable.orAway(
                                    Future.all(counted.stream().map(attempts::succeeded).toList())
                                        .map(done)))
                    : failed(Outcome.WRONG, email, source, "wrong password or no such account"));
  }

  private Future<Boolean> allowed(List<String> counted, Instant now) {
    boolean alone = counted.size() == 1;
    return attempts
        .begin(counted.get(0), alone ? OF_ACCOUNT : OF_ADDRESS, now)
        .compose(
            first ->
                first && !alone
                    ? attempts.begin(counted.get(1), OF_ACCOUNT, now)
                    : Future.succeededFuture(first));
  }

  private Future<Result> failed(Outcome outcome, String email, String source, String why) {
    var nobody = new Actor("-", Caller.personOf(email), source);
    return audit
        .add(nobody, "session.refused", "user " + email, why)
        .map(done -> Result.failed(outcome));
  }

  /** Begins a session for somebody who has proven to be this user. */
  Future<Result> begin(User user, String source, String how) {
    var actor = new Actor(user.id(), user.caller().person(), source);
    return UserTable.orAway(sessions.begin(user.id()))
        .compose(
            cookie ->
                audit
                    .add(actor, "session.began", "user " + user.email(), how)
                    .map(
                        done ->
                            new Result(
                                Outcome.DONE, cookie, access.signSession(DEVICE + user.email()))));
  }

  /**
   * Uses the link of an invitation and signs in.
   *
   * @param address of the first administrator; of others the invitation has it
   * @return fails with {@link UserRefused} where the link has ended, or for what cannot be taken
   */
  public Future<Result> join(
      String token, String address, String name, String password, String source) {
    return invitations
        .invited(token)
        .compose(
            user ->
                passwords.hash(
                    password,
                    user.map(User::email).orElse(address.strip().toLowerCase(Locale.ROOT))))
        .compose(hash -> invitations.join(token, address, name, hash, source))
        .compose(user -> begin(user, source, "invitation"));
  }

  /** Ends the session that a browser had before it signed in again. */
  public Future<Void> replaced(String cookie) {
    return UserTable.orAway(sessions.end(cookie));
  }

  /** Signs out of this session. */
  public Future<Void> out(SignedIn who, String cookie, String source) {
    return UserTable.orAway(sessions.end(cookie))
        .compose(done -> audited(who, source, "session.ended", ""));
  }

  /** Signs out of all sessions of this user, on every device. */
  public Future<Void> outEverywhere(SignedIn who, String source) {
    return UserTable.orAway(Sessions.endAll(pool, who.user().id()))
        .compose(done -> audited(who, source, "session.ended", "everywhere"));
  }

  private Future<Void> audited(SignedIn who, String source, String what, String detail) {
    var user = who.user();
    var actor = new Actor(user.id(), user.caller().person(), source);
    return audit.add(actor, what, "user " + user.email(), detail);
  }
}
