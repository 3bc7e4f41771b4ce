package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.profile.Profile;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What visitors viewed and searched for within the last hours, and what of it trends. */
final class TrendTable {
  private static final Duration LOOKED_BACK = Duration.ofMinutes(130);
  private static final int PRODUCTS = 30;
  private static final int SEARCHES = 10;

  private static final String TAKE_BACK = "delete from trend_seen where visitor = any ($1::text[])";
  private static final String SEE =
      """
      insert into trend_seen as s (visitor, hour, kind, value, at)
      select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::timestamptz[])
      on conflict (visitor, hour, kind, value) do update set at = greatest(s.at, excluded.at)
      """;
  private static final String COUNT = "select count_trends($1)";

  private TrendTable() {}

  /**
   * Something that a visitor viewed or searched for.
   *
   * @param at the last time within its hour
   */
  record Seen(String kind, String value, Instant at) {
    Instant hour() {
      return at.truncatedTo(ChronoUnit.HOURS);
    }
  }

  /**
   * What a visitor adds: the newest few products and searches, each once in an hour.
   *
   * @param purpose that the visitor must have granted
   */
  static List<Seen> of(Profile profile, String purpose, Instant now) {
    if (profile.isErased() || !profile.isProfiled(purpose, now)) {
      return List.of();
    }
    var seen = new ArrayList<Seen>();
    newest(profile, Touch.Kind.VIEWED, PRODUCTS, now, seen);
    newest(profile, Touch.Kind.SEARCHED, SEARCHES, now, seen);
    return seen;
  }

  private static void newest(
      Profile profile, Touch.Kind kind, int most, Instant now, List<Seen> to) {
    var once = new LinkedHashMap<String, Seen>();
    long since = now.minus(LOOKED_BACK).toEpochMilli();
    for (var touch : profile.history(now.toEpochMilli()).all(kind)) {
      var item = touch.item();
      var value = item == null ? touch.name() : item.product();
      if (touch.at() < since || once.size() == most) {
        break;
      }
      if (!value.isEmpty()) {
        var word = kind == Touch.Kind.VIEWED ? "product" : "search";
        var one = new Seen(word, value, Instant.ofEpochMilli(touch.at()));
        once.putIfAbsent(one.hour() + value, one);
      }
    }
    to.addAll(once.values());
  }

  /**
   * Puts this into the place of what was seen of these visitors before.
   *
   * @param by whom; nothing is known of those without any
   */
  static Future<Void> see(SqlConnection connection, Map<String, List<Seen>> by) {
    if (by.isEmpty()) {
      return Future.succeededFuture();
    }
    var visitors = new ArrayList<String>();
    var all = new ArrayList<Seen>();
    by.forEach(
        (visitor, seen) ->
            seen.forEach(
                one -> {
                  visitors.add(visitor);
                  all.add(one);
                }));
    return connection
        .preparedQuery(TAKE_BACK)
        .execute(Tuple.of((Object) by.keySet().stream().sorted().toArray(String[]::new)))
        .compose(
            taken ->
                all.isEmpty()
                    ? Future.succeededFuture()
                    : connection
                        .preparedQuery(SEE)
                        .execute(
                            Tuple.of(
                                visitors.toArray(String[]::new),
                                times(all.stream().map(Seen::hour).toList()),
                                all.stream().map(Seen::kind).toArray(String[]::new),
                                all.stream().map(Seen::value).toArray(String[]::new),
                                times(all.stream().map(Seen::at).toList()))))
        .mapEmpty();
  }

  private static OffsetDateTime[] times(Collection<Instant> times) {
    return times.stream().map(at -> at.atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new);
  }

  /** Counts what trends, where that is due; the result is whether it changed. */
  static Future<Boolean> count(SqlConnection connection, Instant now) {
    return connection
        .preparedQuery(COUNT)
        .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }
}
