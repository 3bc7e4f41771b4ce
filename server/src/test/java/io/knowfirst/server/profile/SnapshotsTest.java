package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.NOON;
import static io.knowfirst.server.profile.Happened.consent;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.decide.VisitorFacts;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.visitor.KeptFor;
import io.knowfirst.server.visitor.Retention;
import io.knowfirst.server.visitor.Visitors;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A profile folded from a snapshot and what came since is the one folded from all events. */
class SnapshotsTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;
  private static final int MINUTES = 150_000;
  private static final Instant NOW = NOON.plus(Duration.ofMinutes(MINUTES));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatever_happens_the_profile_is_that_of_all_events(int seed) {
    var random = new Random(seed);
    var known = "known-" + seed;
    var devices = List.of("phone-" + seed, "laptop-" + seed, "tablet-" + seed);
    var ids = new ArrayList<>(devices);
    ids.add(known);
    // One history is so long that orders and touches are dropped, the others fit.
    int most = seed % 4 == 0 ? 400 : 40;
    int number = 0;
    int snapshots = 0;
    for (int round = 0; round < 40; round++) {
      var id = ids.get(random.nextInt(ids.size()));
      int size = 1 + random.nextInt(most);
      int from = random.nextInt(4) == 0 ? random.nextInt(MINUTES) : round * MINUTES / 40;
      var batch = new ArrayList<Event>();
      for (int i = 0; i < size; i++) {
        int minute = Math.min(MINUTES, from + random.nextInt(3_000));
        batch.add(of(id, FoldTest.anyEvent(random, seed + "-e" + number++, minute)));
      }
      accept(batch.toArray(Event[]::new));
      switch (random.nextInt(8)) {
        case 0 ->
            accept(
                identify(
                    known,
                    devices.get(random.nextInt(3)),
                    seed + "-i" + round,
                    round,
                    Map.of("round", round)));
        case 1 -> Member.get(visitors().untie(known, devices.get(random.nextInt(3)), "test"));
        case 2 -> {
          if (round % 4 == 3) {
            Member.get(retention(NOW.minus(Duration.ofDays(random.nextInt(60)))).run());
          }
        }
        case 3 -> run("update profile_snapshot set version = version - 1, body = '\\x00'");
        case 4 -> accept(consent(known, seed + "-c" + round, round, Map.of("p0", false)));
        default -> {}
      }
      if (random.nextInt(3) > 0) {
        snapshots += snapshot(known, random) + snapshot(devices.get(0), random);
      }
      for (var one : ids) {
        assertThat(cold(one)).as("%s in round %d", one, round).isEqualTo(anew(one));
      }
    }
    assertThat(snapshots).isGreaterThan(5);
    assertThat(Member.get(member.profiles.read(known))).isEqualTo(anew(known));

    ids.forEach(id -> Member.get(visitors().erase(id, "test")));
    assertThat(strings("select visitor from profile_snapshot where visitor like '%-" + seed + "'"))
        .isEmpty();
    assertThat(cold(known).isErased()).isTrue();
  }

  @Test
  void of_a_visitor_with_a_snapshot_only_what_came_since_is_read() {
    fill("loyal", 1_000);
    var before = cold("loyal");
    assertThat(snapshot("loyal")).isOne();
    run("update event set body = 'not read' where visitor = 'loyal'");
    assertThat(cold("loyal")).isEqualTo(before);
    accept(viewed("loyal", "new", 1, "p-new"));
    assertThat(cold("loyal").history().touches()).hasSize(before.history().touches().size() + 1);
  }

  @Test
  void a_snapshot_that_another_program_wrote_is_folded_anew_and_replaced() {
    fill("upgraded", 300);
    var before = cold("upgraded");
    snapshot("upgraded");
    run("update profile_snapshot set version = 77, body = '\\x07' where visitor = 'upgraded'");
    assertThat(cold("upgraded")).isEqualTo(before);
    snapshot("upgraded");
    assertThat(strings("select version::text from profile_snapshot where visitor = 'upgraded'"))
        .containsExactly(Integer.toString(Snapshots.VERSION));
  }

  /** Whoever changes what this history comes to raises {@link Snapshots#VERSION}. */
  @Test
  void what_a_history_is_folded_to_changes_with_the_version_of_snapshots_only() throws Exception {
    var random = new Random(1);
    var events = new ArrayList<Event>();
    for (int i = 0; i < 900; i++) {
      events.add(FoldTest.anyEvent(random, "e" + i, random.nextInt(MINUTES)));
    }
    var profile = Profile.of("v", events);
    var text = new StringBuilder().append(profile.orders()).append(profile.visits());
    text.append(new TreeMap<>(profile.consents())).append(new TreeMap<>(profile.stated()));
    for (var touch : profile.touches()) {
      text.append(touch.withoutProperties()).append(new TreeMap<>(touch.properties()));
    }
    var sha =
        MessageDigest.getInstance("SHA-256")
            .digest(text.toString().getBytes(StandardCharsets.UTF_8));
    var start = HexFormat.of().formatHex(sha, 0, 8);
    assertThat("version %d, %s".formatted(Snapshots.VERSION, start))
        .isEqualTo("version 5, 65cf306271c46dc3");
  }

  @Test
  void a_number_is_settled_once_all_that_may_have_drawn_a_lower_one_have_ended() {
    var connection = Member.get(LONE.database.pool().getConnection());
    var transaction = Member.get(connection.begin());
    Member.get(EventTable.insert(connection, List.of(EventRow.of(viewed("slow", "1", 0, "p")))));
    accept(viewed("quick", "1", 0, "p"));
    var settled = member.profiles.loader().snapshots().settled();
    await().during(Duration.ofSeconds(2)).until(() -> !settled.isComplete());
    Member.get(transaction.commit());
    assertThat(Member.get(settled)).isEqualTo(newest());
    Member.get(connection.close());
  }

  @Test
  void who_has_many_events_gets_a_snapshot_by_sending_them() {
    for (int i = 0; i < 4; i++) {
      var batch = new ArrayList<Event>();
      for (int n = 0; n < 50; n++) {
        batch.add(viewed("busy", i + "-" + n, n, "p"));
      }
      accept(batch.toArray(Event[]::new));
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !strings("select visitor from profile_snapshot where visitor = 'busy'").isEmpty());
  }

  @Test
  void very_many_events_are_folded_page_by_page_to_the_same() {
    run(
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select 'endless', 'e' || n, 'track', case n % 3 when 0 then 'Order Completed' when 1 then 'Product Viewed' else 'Seen' end,
          timestamptz '2026-01-01' + (n * 7919 % 400000) * interval '1 minute', now(),
          format('{"items":[{"product":"p%s","category":"a.b","price":5.0,"quantity":1}],"values":{"order_id":"o%s"}}', n % 90, n / 5)
        from generate_series(1, 9000) as n""");
    var found = cold("endless");
    assertThat(found).isEqualTo(anew("endless"));
    assertThat(found.dropped()).isPositive();
    assertThat(snapshot("endless")).isOne();
    assertThat(cold("endless")).isEqualTo(found);
  }

  private static void fill(String visitor, int events) {
    run(
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select '%s', 'e' || n, 'track', 'Seen ' || n, timestamptz '2026-01-01' + n * interval '1 minute', now(), '{}'
        from generate_series(1, %d) as n"""
            .formatted(visitor, events));
    run(
        "update event set name = 'Seen ' || (substr(message_id, 2)::int % 100) where visitor = '"
            + visitor
            + "'");
  }

  /** As of the newest event, or of an earlier one. */
  private static int snapshot(String id, Random random) {
    return snapshot(id, Math.max(1, newest() - random.nextInt(60)));
  }

  private static long newest() {
    return Long.parseLong(strings("select max(seq)::text from event").get(0));
  }

  private static int snapshot(String id) {
    return snapshot(id, newest());
  }

  private static int snapshot(String id, long seq) {
    Member.get(member.profiles.loader().snapshots().write(id, seq));
    return strings("select visitor from profile_snapshot where visitor = '" + id + "'").size();
  }

  /** Sent again where PostgreSQL was too slow, as senders do. */
  private static void accept(Event... events) {
    patiently(() -> member.accept(events));
  }

  private static Profile find(String id) {
    return patiently(() -> member.find(id));
  }

  /** As often as it takes while PostgreSQL is too busy to answer in time. */
  private static <T> T patiently(Supplier<T> step) {
    for (int i = 0; ; i++) {
      try {
        return step.get();
      } catch (StoreUnavailable | ProfileUnavailable busy) {
        if (i == 60) {
          throw busy;
        }
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
      }
    }
  }

  private static Profile cold(String id) {
    Member.get(member.profiles.forget(List.of(id)));
    var root = find(id).visitor();
    Member.get(member.profiles.forget(List.of(id, root)));
    return find(id);
  }

  /** From all events at once, without a snapshot. */
  private static Profile anew(String id) {
    var pool = LONE.database.pool();
    var loaded = Member.get(SnapshotTable.load(pool, id, Integer.MIN_VALUE, Integer.MAX_VALUE));
    return loaded.fold().addAll(loaded.tail()).profile();
  }

  private static Event of(String visitor, Event event) {
    return new Event(
        event.id(),
        event.type(),
        event.name(),
        visitor,
        event.anonymous(),
        event.at(),
        event.received(),
        event.items(),
        event.values(),
        event.purposes(),
        event.source(),
        event.sender());
  }

  private static Retention retention(Instant now) {
    return new Retention(
        LONE.vertx,
        LONE.database.pool(),
        member.profiles::forget,
        KeptFor.all(60),
        InstantSource.fixed(now));
  }

  private static Visitors visitors() {
    var clock = InstantSource.fixed(NOW);
    var pool = LONE.database.pool();
    return new Visitors(
        LONE.vertx,
        pool,
        member.profiles,
        (profile, now) -> VisitorFacts.none(now),
        new Visitors.Logs(
            new DecisionLog(LONE.vertx, pool, clock),
            new Recorder(LONE.vertx, pool, RecordSettings.DEFAULTS, clock)),
        () -> {},
        () -> true,
        clock);
  }

  private static void run(String statement) {
    Member.get(LONE.database.pool().query(statement).execute());
  }

  private static List<String> strings(String query) {
    var all = new ArrayList<String>();
    for (Row row : Member.get(LONE.database.pool().query(query).execute())) {
      all.add(row.getString(0));
    }
    return all;
  }
}
