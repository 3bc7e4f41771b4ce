package io.knowfirst.server.people;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.UserRefused.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The users in PostgreSQL. Whatever is done to one is in the audit, or is not done. */
public final class Users {
  /** How long a link can be used. */
  public static final Duration LINK_VALID = Duration.ofDays(3);

  static final int LONGEST_NAME = 100;

  private final Pool pool;
  private final UserChanges changes;
  private final RandomSecrets tokens;

  public Users(Pool pool, InstantSource clock, SecureRandom random) {
    this.pool = pool;
    this.changes = new UserChanges(pool, clock);
    this.tokens = new RandomSecrets(random);
  }

  /** All users by their addresses. */
  public Future<List<User>> list() {
    return UserTable.orAway(UserTable.all(pool));
  }

  /**
   * Invites somebody, who sets a password by the link.
   *
   * @return fails with {@link UserRefused} for an address that is none, or that a user has
   */
  public Future<User.Invited> invite(String address, Set<Role> roles, Actor by) {
    return Future.succeededFuture(address)
        .map(UserChanges::email)
        .compose(email -> inviteAt(email, roles, by));
  }

  private Future<User.Invited> inviteAt(String email, Set<Role> roles, Actor by) {
    if (roles.isEmpty()) {
      return UserChanges.refused(
          Why.INVALID,
          "roles is empty, expected one or more of %s. Maybe reader was meant."
              .formatted(words(EnumSet.allOf(Role.class))));
    }
    var user = new User(tokens.id("u-"), email, "", roles, false, changes.now(), null);
    return changes.alone(
        client ->
            UserTable.insert(client, user, by.person())
                .compose(
                    fresh ->
                        fresh
                            ? link(client, user, by, "user.invited", words(roles))
                            : UserChanges.refused(
                                Why.STATE,
                                "A user has the address %s already. Maybe make a new link for them."
                                    .formatted(email))));
  }

  /** A new link for somebody, to set a password again; earlier links end. */
  public Future<User.Invited> link(String id, Actor by) {
    return changes.alone(
        client ->
            UserChanges.found(client, id).compose(user -> link(client, user, by, "user.link", "")));
  }

  private Future<User.Invited> link(
      SqlClient client, User user, Actor by, String what, String detail) {
    var token = tokens.secret();
    var until = changes.now().plus(LINK_VALID);
    return UserTable.invite(client, RandomSecrets.hash(token), user.id(), until)
        .compose(done -> changes.audit(client, by, what, user, detail))
        .map(done -> new User.Invited(user, token, until));
  }

  /**
   * Changes what somebody may do; it holds from their next request on.
   *
   * @param roles null to leave them
   * @param disabled null to leave it
   * @return fails with {@link UserRefused}; nobody changes themselves
   */
  public Future<User> change(
      String id, @Nullable Set<Role> roles, @Nullable Boolean disabled, Actor by) {
    return changes.alone(
        client ->
            UserChanges.found(client, id)
                .compose(user -> change(client, user, roles, disabled, by)));
  }

  private Future<User> change(
      SqlClient client,
      User user,
      @Nullable Set<Role> roles,
      @Nullable Boolean disabled,
      Actor by) {
    if (by.person().equals(user.caller().person())) {
      return UserChanges.refused(
          Why.FORBIDDEN,
          "This is your own account, expected another's: nobody changes their own roles. Maybe ask another operator.");
    }
    var now = disabled == null ? user.disabled() : disabled ? disabledSince(user) : null;
    var next =
        new User(
            user.id(),
            user.email(),
            user.name(),
            roles == null ? user.roles() : roles,
            user.joined(),
            user.created(),
            now);
    var done = UserTable.update(client, next);
    if (!next.roles().equals(user.roles())) {
      var detail = words(user.roles()) + " -> " + words(next.roles());
      done = done.compose(updated -> changes.audit(client, by, "user.roles", user, detail));
    }
    if ((next.disabled() == null) != (user.disabled() == null)) {
      var word = next.disabled() == null ? "user.enabled" : "user.disabled";
      done = done.compose(updated -> changes.audit(client, by, word, user, ""));
    }
    return done.compose(
            updated ->
                next.disabled() == null
                    ? Future.succeededFuture()
                    : Sessions.endAll(client, user.id())
                        .compose(ended -> UserTable.uninvite(client, user.id())))
        .map(next);
  }

  private Instant disabledSince(User user) {
    return user.disabled() == null ? changes.now() : user.disabled();
  }

  /**
   * Somebody whom a provider of single sign-on vouches for, with the roles that it says; made where
   * they are new.
   *
   * @param subject names them at the provider, for good
   * @param verified whether the provider says that the address is theirs, so that an account that
   *     has it is theirs too
   * @return fails with {@link UserRefused} for whoever is disabled, or an address that is another's
   */
  Future<User> provided(
      String subject,
      String address,
      boolean verified,
      String name,
      Set<Role> roles,
      String source) {
    var shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return Future.succeededFuture(address)
        .map(UserChanges::email)
        .compose(
            email ->
                provide(
                    new User(
                        tokens.id("u-"),
                        email,
                        shown.replaceAll("\\p{Cntrl}", " "),
                        roles,
                        true,
                        changes.now(),
                        null),
                    subject,
                    verified,
                    source));
  }

  private Future<User> provide(User fresh, String subject, boolean verified, String source) {
    var roles = fresh.roles();
    return changes.alone(
        client ->
            UserTable.bySubject(client, subject)
                .compose(
                    known ->
                        known.isPresent()
                            ? Future.succeededFuture(known)
                            : UserTable.byEmail(client, fresh.email()))
                .compose(
                    found -> {
                      var user = found.orElse(fresh);
                      if (user.disabled() != null) {
                        return UserChanges.refused(Why.FORBIDDEN, user.email() + " is disabled.");
                      }
                      boolean mayTie = verified || found.isEmpty();
                      return (found.isEmpty()
                              ? UserTable.insert(client, fresh, "single sign-on")
                              : Future.succeededFuture(true))
                          .compose(made -> UserTable.provide(client, user, subject, mayTie, roles));
                    })
                .compose(
                    user -> {
                      var by = new Actor(user.id(), user.caller().person(), source);
                      var had = words(user.roles());
                      var next = words(roles);
                      return had.equals(next) && user.joined()
                          ? Future.succeededFuture(user)
                          : changes.audit(client, by, "user.provided", user, next).map(user);
                    }));
  }

  static String words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).collect(Collectors.joining(", "));
  }
}
