package io.knowfirst.server.people;

import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditLog;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.UserRefused.Why;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Changes of users: one at a time, whatever member makes it, and each with its row in the audit.
 */
final class UserChanges {
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>\"\\p{Cntrl}]{1,64}@[^\\s@<>\"\\p{Cntrl}]{1,189}");

  private final Pool pool;
  private final InstantSource clock;

  UserChanges(Pool pool, InstantSource clock) {
    this.pool = pool;
    this.clock = clock;
  }

  /** What is done in one transaction; when it fails nothing is done. */
  interface Work<T> {
    Future<T> with(SqlClient client);
  }

  <T> Future<T> alone(Work<T> work) {
    return UserTable.orAway(
        pool.withTransaction(
            client -> AdvisoryLock.USERS.take(client).compose(locked -> work.with(client))));
  }

  Future<Void> audit(SqlClient client, Actor by, String what, User user, String detail) {
    return AuditLog.add(client, AuditEvent.of(now(), by, what, "user " + user.email(), detail));
  }

  /** As PostgreSQL keeps it. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  static Future<User> found(SqlClient client, String id) {
    return UserTable.find(client, id)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new UserRefused(
                            Why.UNKNOWN,
                            "No user has the id \"%s\". Maybe users list shows it."
                                .formatted(id))));
  }

  /**
   * In lower case.
   *
   * @throws UserRefused for an address that is none
   */
  static String email(String address) {
    var email = address.strip().toLowerCase(Locale.ROOT);
    if (EMAIL.matcher(email).matches()) {
      return email;
    }
    throw new UserRefused(
        Why.INVALID,
        "email is \"%s\", expected an address such as maria@shop.example. Maybe a part is missing."
            .formatted(address));
  }

  static <T> Future<T> refused(Why why, String message) {
    return Future.failedFuture(new UserRefused(why, message));
  }
}
