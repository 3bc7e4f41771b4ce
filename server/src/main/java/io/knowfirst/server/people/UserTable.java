package io.knowfirst.server.people;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements on users and their invitations. */
final class UserTable {
  static final String COLUMNS =
      "u.id, u.email, u.name, u.roles, u.password is not null or u.subject is not null as joined, u.created, u.disabled";
  private static final String ALL = "select " + COLUMNS + " from app_user u order by u.email";
  private static final String BY_ID =
      "select " + COLUMNS + " from app_user u where u.id = $1 for update";
  private static final String BY_EMAIL =
      "select " + COLUMNS + " from app_user u where u.email = $1";
  private static final String INSERT =
      """
      insert into app_user (id, email, name, roles, created, invited_by)
      values ($1, $2, $3, $4, $5, $6) on conflict (email) do nothing
      """;
  private static final String UPDATE =
      "update app_user set roles = $2, disabled = $3 where id = $1";
  private static final String JOIN = "update app_user set name = $2, password = $3 where id = $1";
  private static final String INVITE =
      "insert into invitation (hash, user_id, until) values ($1, $2, $3)";
  private static final String INVITED =
      "select user_id from invitation where hash = $1 and until > $2 for update";

  private UserTable() {}

  /** What a link leads to; an empty id is that of the first administrator, who is yet to come. */
  record Invitee(String id) {
    boolean isFirst() {
      return id.isEmpty();
    }
  }

  static Future<List<User>> all(SqlClient client) {
    return client.query(ALL).execute().map(UserTable::users);
  }

  static Future<Boolean> none(SqlClient client) {
    return client.query("select from app_user limit 1").execute().map(rows -> rows.size() == 0);
  }

  static Future<Optional<User>> find(SqlClient client, String id) {
    return client.preparedQuery(BY_ID).execute(Tuple.of(id)).map(rows -> first(users(rows)));
  }

  static Future<Optional<User>> byEmail(SqlClient client, String email) {
    return client.preparedQuery(BY_EMAIL).execute(Tuple.of(email)).map(rows -> first(users(rows)));
  }

  /** The hash of the password of whoever may sign in with one. */
  static Future<Optional<String>> password(SqlClient client, String email) {
    return client
        .preparedQuery(
            "select password from app_user where email = $1 and disabled is null and password is not null")
        .execute(Tuple.of(email))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getString(0)));
  }

  /** False where there is a user with this address. */
  static Future<Boolean> insert(SqlClient client, User user, String by) {
    return client
        .preparedQuery(INSERT)
        .execute(
            Tuple.of(user.id(), user.email(), user.name())
                .addArrayOfString(words(user.roles()))
                .addOffsetDateTime(utc(user.created()))
                .addString(by))
        .map(rows -> rows.rowCount() == 1);
  }

  static Future<Void> update(SqlClient client, User user) {
    return client
        .preparedQuery(UPDATE)
        .execute(
            Tuple.of(user.id())
                .addArrayOfString(words(user.roles()))
                .addOffsetDateTime(utc(user.disabled())))
        .mapEmpty();
  }

  static Future<Optional<User>> bySubject(SqlClient client, String subject) {
    return client
        .preparedQuery("select " + COLUMNS + " from app_user u where u.subject = $1")
        .execute(Tuple.of(subject))
        .map(rows -> first(users(rows)));
  }

  /**
   * Ties a user to a provider's subject and gives them the provider's roles.
   *
   * @param verified whether an account without a subject may be tied by its address
   * @return fails with {@link UserRefused} where the account is another subject's
   */
  static Future<User> provide(
      SqlClient client, User user, String subject, boolean verified, Set<Role> roles) {
    return client
        .preparedQuery(
            """
            update app_user set subject = $2, roles = $3
            where id = $1 and (subject = $2 or subject is null and $4)
            """)
        .execute(Tuple.of(user.id(), subject).addArrayOfString(words(roles)).addBoolean(verified))
        .map(
            done -> {
              if (done.rowCount() == 0) {
                throw new UserRefused(
                    UserRefused.Why.FORBIDDEN,
                    "The address %s is another account's.".formatted(user.email()));
              }
              return user;
            });
  }

  static Future<Void> join(SqlClient client, String id, String name, String password) {
    return client.preparedQuery(JOIN).execute(Tuple.of(id, name, password)).mapEmpty();
  }

  /**
   * Makes a link, and ends those before it.
   *
   * @param user null for the first administrator
   */
  static Future<Void> invite(SqlClient client, Buffer hash, @Nullable String user, Instant until) {
    return uninvite(client, user)
        .compose(done -> client.preparedQuery(INVITE).execute(Tuple.of(hash, user, utc(until))))
        .mapEmpty();
  }

  static Future<Void> uninvite(SqlClient client, @Nullable String user) {
    return user == null
        ? Future.succeededFuture()
        : client
            .preparedQuery("delete from invitation where user_id = $1")
            .execute(Tuple.of(user))
            .mapEmpty();
  }

  static Future<Void> endFirst(SqlClient client) {
    return client.query("delete from invitation where user_id is null").execute().mapEmpty();
  }

  static Future<Optional<Invitee>> invited(SqlClient client, Buffer hash, Instant now) {
    return client
        .preparedQuery(INVITED)
        .execute(Tuple.of(hash, utc(now)))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return Optional.empty();
              }
              var id = rows.iterator().next().getString(0);
              return Optional.of(new Invitee(id == null ? "" : id));
            });
  }

  static User user(Row row) {
    var roles = EnumSet.noneOf(Role.class);
    Arrays.stream(row.getArrayOfStrings("roles"))
        .flatMap(word -> Role.of(word).stream())
        .forEach(roles::add);
    var disabled = row.getOffsetDateTime("disabled");
    return new User(
        row.getString("id"),
        row.getString("email"),
        row.getString("name"),
        roles,
        row.getBoolean("joined"),
        row.getOffsetDateTime("created").toInstant(),
        disabled == null ? null : disabled.toInstant());
  }

  private static List<User> users(RowSet<Row> rows) {
    var users = new ArrayList<User>();
    rows.forEach(row -> users.add(user(row)));
    return List.copyOf(users);
  }

  private static Optional<User> first(List<User> users) {
    return users.stream().findFirst();
  }

  static String[] words(Set<Role> roles) {
    return roles.stream().sorted().map(Role::word).toArray(String[]::new);
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static <T> Future<T> orAway(Future<T> asked) {
    return asked.recover(
        failure ->
            Future.failedFuture(
                failure instanceof UserRefused
                    ? failure
                    : StoreUnavailable.of(failure, "The users in PostgreSQL cannot be reached.")));
  }
}
