package io.knowfirst.server.visitor;

import io.knowfirst.server.experiments.measurement.Counter;
import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Merges two known visitors, and parts them again. The other visitor's ids, their own among them,
 * become ids of the one; events stay as they came. What moved is kept, so that an undo gives back
 * just that, and what was tied to the other one since.
 */
final class Merging {
  static final Duration UNDO = Duration.ofDays(30);

  private static final String ASK =
      """
      select root.id, o.visitor, is_erased(root.id), is_erased($2::text), m.at,
        exists (select from event where visitor = $2) or exists (select from exposure where visitor = $2)
          or exists (select from alias where visitor = $2),
        (select min(u.anonymous) from untied u join alias a on a.anonymous = u.anonymous
          where u.visitor = root.id and a.visitor = $2)
      from (select coalesce((select visitor from alias where anonymous = $1), $1::text) as id) as root
      left join alias o on o.anonymous = $2
      left join merged_visitor m on m.anonymous = $2 and m.other = $2
      """;
  private static final String KEEP =
      """
      insert into merged_visitor (anonymous, other, visitor, at)
      select anonymous, $2::text, $1::text, $3::timestamptz from alias where visitor = $2
      union all select $2, $2, $1, $3
      """;
  private static final String MOVE =
      "update alias set visitor = $1, seq = default where visitor = $2";
  private static final String TIE =
      "insert into alias (anonymous, visitor, since) values ($2::text, $1::text, $3::timestamptz)";
  private static final String ALLOW = "delete from untied where anonymous = $2 and visitor = $1";
  private static final String IDS =
      "select anonymous from merged_visitor where other = $1 order by anonymous <> $1, anonymous";

  /** What moved with the other visitor and is there still, and whoever signed in as them since. */
  private static final String TO_GIVE_BACK =
      """
      select a.anonymous from alias a join merged_visitor m on m.anonymous = a.anonymous and m.other = $2
      where a.visitor = $1 and a.anonymous <> $2
      union
      select a.anonymous from event e join alias a on a.anonymous = event_anonymous(e.body)
      where e.visitor = $2 and e.type = 'identify' and a.visitor = $1 and a.anonymous <> $2 and a.since >= $3
      """;

  private static final String PART = "delete from alias where anonymous = $2 and visitor = $1";
  private static final String GIVE_BACK =
      "update alias set visitor = $2, seq = default where visitor = $1 and anonymous = any ($3::text[])";
  private static final String FORGET =
      "delete from merged_visitor where other = $1 or anonymous = any ($2::text[])";
  private static final String REFUSE =
      "insert into untied (anonymous, visitor) values ($2, $1) on conflict (anonymous, visitor) do update set at = now()";

  private final SqlConnection connection;
  private final Instant now;

  /**
   * @param connection in a transaction
   */
  Merging(SqlConnection connection, Instant now) {
    this.connection = connection;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
  }

  /**
   * What is known of two ids.
   *
   * @param leads where the other one leads; they are merged where {@code mergedAt} is there
   */
  private record Asked(
      String root,
      Optional<String> leads,
      boolean erased,
      Optional<Instant> mergedAt,
      boolean stored,
      Optional<String> untied) {
    static Asked of(Row row) {
      return new Asked(
          row.getString(0),
          Optional.ofNullable(row.getString(1)),
          row.getBoolean(2) || row.getBoolean(3),
          Optional.ofNullable(row.getOffsetDateTime(4)).map(OffsetDateTime::toInstant),
          row.getBoolean(5),
          Optional.ofNullable(row.getString(6)));
    }

    boolean merged() {
      return mergedAt.isPresent() && leads.equals(Optional.of(root));
    }
  }

  /**
   * Merges the other visitor into the one whom the id names; the same again changes nothing. Empty
   * where nothing is stored of the other one; fails with {@link MergeRefused}.
   */
  Future<Optional<Merged>> merge(String id, String other) {
    return asked(id, other)
        .compose(
            asked -> {
              if (asked.merged()) {
                return merged(asked.root(), other, asked.mergedAt().orElseThrow());
              }
              check(asked, other);
              return asked.stored()
                  ? merge(asked.root(), other, now.atOffset(ZoneOffset.UTC))
                  : Future.succeededFuture(Optional.empty());
            });
  }

  private static void check(Asked asked, String other) {
    if (asked.erased()) {
      throw new MergeRefused(
          "One of the two was erased, and nothing is stored of erased ids. Maybe give who comes back a new id.");
    }
    if (asked.root().equals(other)) {
      throw new MergeRefused(
          "The id is \"%s\", which is the visitor already, expected another known visitor. Maybe the two are to be swapped."
              .formatted(other));
    }
    if (asked.leads().isPresent()) {
      throw new MergeRefused(
          "The id \"%s\" leads to the visitor \"%s\", expected a known visitor. Maybe merge that one, or take the id away from them first."
              .formatted(other, asked.leads().get()));
    }
    if (asked.untied().isPresent()) {
      throw new MergeRefused(
          "The id \"%s\" is the other visitor's and was taken away from \"%s\" before; the two are never tied again. Maybe these are two people."
              .formatted(asked.untied().get(), asked.root()));
    }
  }

  private Future<Optional<Merged>> merge(String root, String other, OffsetDateTime at) {
    var both = Tuple.of(root, other);
    var then = Tuple.of(root, other, at);
    return run(KEEP, then)
        .compose(done -> run(MOVE, both))
        .compose(done -> run(TIE, then))
        .compose(done -> run(ALLOW, both))
        .compose(done -> merged(root, other, at.toInstant()))
        .compose(merged -> changed(root, merged.orElseThrow().ids()).map(merged));
  }

  private Future<Optional<Merged>> merged(String root, String other, Instant at) {
    return connection
        .preparedQuery(IDS)
        .execute(Tuple.of(other))
        .map(rows -> Optional.of(new Merged(root, texts(rows), at.plus(UNDO))));
  }

  /**
   * Parts the other visitor, with their ids, from the one whom the id names. Empty where the two
   * were not merged; fails with {@link MergeRefused} when that was too long ago.
   */
  Future<Optional<Merged>> undo(String id, String other) {
    return asked(id, other)
        .compose(
            asked -> {
              if (!asked.merged()) {
                return Future.succeededFuture(Optional.empty());
              }
              var at = asked.mergedAt().orElseThrow();
              if (now.isAfter(at.plus(UNDO))) {
                throw new MergeRefused(
                    "The two were merged at %s, and a merge can be undone for %d days: later answers, counts and consents rest on both. Maybe send what was meant for one of them as events."
                        .formatted(at.truncatedTo(ChronoUnit.SECONDS), UNDO.toDays()));
              }
              return part(asked.root(), other, at);
            });
  }

  private Future<Optional<Merged>> part(String root, String other, Instant at) {
    var both = Tuple.of(root, other);
    return connection
        .preparedQuery(TO_GIVE_BACK)
        .execute(Tuple.of(root, other, at.atOffset(ZoneOffset.UTC)))
        .map(Merging::texts)
        .compose(
            theirs -> {
              var ids = new ArrayList<>(List.of(other));
              ids.addAll(theirs);
              var all = ids.toArray(String[]::new);
              return run(PART, both)
                  .compose(done -> run(GIVE_BACK, Tuple.of(root, other, (Object) all)))
                  .compose(done -> run(FORGET, Tuple.of(other, (Object) all)))
                  .compose(done -> run(REFUSE, both))
                  .compose(done -> changed(root, ids))
                  .map(done -> Optional.of(new Merged(root, ids, at.plus(UNDO))));
            });
  }

  private Future<Asked> asked(String id, String other) {
    return AdvisoryLock.COUNTING
        .take(connection)
        .compose(locked -> AdvisoryLock.TIES.take(connection))
        .compose(locked -> connection.preparedQuery(ASK).execute(Tuple.of(id, other)))
        .map(rows -> Asked.of(rows.iterator().next()));
  }

  /** Experiments count anew, recommendations are learned anew, members forget what they hold. */
  private Future<Void> changed(String root, List<String> ids) {
    var all = new ArrayList<>(List.of(root));
    all.addAll(ids);
    return Counter.recount(connection, all)
        .compose(counted -> VisitorTable.renew(connection, all.toArray(String[]::new)));
  }

  private static List<String> texts(Iterable<Row> rows) {
    var texts = new ArrayList<String>();
    rows.forEach(row -> texts.add(row.getString(0)));
    return texts;
  }

  private Future<Void> run(String statement, Tuple values) {
    return connection.preparedQuery(statement).execute(values).mapEmpty();
  }
}
