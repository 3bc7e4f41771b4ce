package io.knowfirst.server.people;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.UserRefused.Why;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;

/** What becomes of the links of invitations, each of which can be used once. */
public final class Invitations {
  private static final Duration FIRST_LINK_VALID = Duration.ofDays(1);

  private final UserChanges changes;
  private final RandomSecrets tokens;

  public Invitations(Pool pool, InstantSource clock, SecureRandom random) {
    this.changes = new UserChanges(pool, clock);
    this.tokens = new RandomSecrets(random);
  }

  /**
   * What the link for the first administrator holds, where there is no user at all; it ends in a
   * day, and as soon as there is one.
   */
  public Future<Optional<String>> firstLink() {
    return changes.alone(
        client ->
            UserTable.none(client)
                .compose(
                    none -> {
                      if (!none) {
                        return UserTable.endFirst(client).map(Optional.empty());
                      }
                      var token = tokens.secret();
                      var until = changes.now().plus(FIRST_LINK_VALID);
                      return UserTable.invite(client, RandomSecrets.hash(token), null, until)
                          .map(Optional.of(token));
                    }));
  }

  /**
   * For whom a link is; empty for the first administrator.
   *
   * @return fails with {@link UserRefused} where it has ended
   */
  public Future<Optional<User>> invited(String token) {
    return changes.alone(client -> invitee(client, token));
  }

  private Future<Optional<User>> invitee(SqlClient client, String token) {
    return UserTable.invited(client, RandomSecrets.hash(token), changes.now())
        .map(found -> found.orElseThrow(Invitations::ended))
        .compose(
            invitee ->
                invitee.isFirst()
                    ? UserTable.none(client)
                        .map(
                            none -> {
                              if (!none) {
                                throw ended();
                              }
                              return Optional.empty();
                            })
                    : UserChanges.found(client, invitee.id())
                        .map(
                            user -> {
                              if (user.disabled() != null) {
                                throw ended();
                              }
                              return Optional.of(user);
                            }));
  }

  /**
   * Uses a link, once. All who are signed in as this user are signed out.
   *
   * @param address of the first administrator; of others the invitation has it
   * @param password its hash
   */
  Future<User> join(String token, String address, String name, String password, String source) {
    if (name.length() > Users.LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      return UserChanges.refused(
          Why.INVALID,
          "name is \"%s\", expected up to %d characters on one line. Maybe shorten it."
              .formatted(name, Users.LONGEST_NAME));
    }
    return changes.alone(
        client ->
            invitee(client, token)
                .compose(
                    found ->
                        found.map(Future::succeededFuture).orElseGet(() -> first(client, address)))
                .compose(
                    user -> {
                      var by = new Actor(user.id(), user.caller().person(), source);
                      return UserTable.join(client, user.id(), name.strip(), password)
                          .compose(joined -> UserTable.uninvite(client, user.id()))
                          .compose(done -> Sessions.endAll(client, user.id()))
                          .compose(done -> changes.audit(client, by, "user.joined", user, ""))
                          .map(user);
                    }));
  }

  /** The first administrator may do everything, so that others can be invited. */
  private Future<User> first(SqlClient client, String address) {
    var email = UserChanges.email(address);
    var user =
        new User(tokens.id("u-"), email, "", EnumSet.allOf(Role.class), false, changes.now(), null);
    return UserTable.insert(client, user, "first start")
        .compose(done -> UserTable.endFirst(client))
        .map(user);
  }

  private static UserRefused ended() {
    return new UserRefused(
        Why.LINK, "The link has ended or was used. Maybe ask an operator for a new one.");
  }
}
