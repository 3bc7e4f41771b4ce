package io.knowfirst.server.rulesets.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SegmentMembersTest {
  private static Vertx vertx;
  private static Database database;
  private Instant now = Instant.parse("2026-11-22T09:30:00Z");

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterAll
  static void stop() {
    database.close();
    got(vertx.close());
  }

  private static <T> T got(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private SegmentMembers member() {
    return new SegmentMembers(database.pool(), () -> now);
  }

  private static MembersSeen of(SegmentMembers member, String segment) {
    return got(member.of(List.of(segment))).get(segment);
  }

  @Test
  void members_are_counted_over_hours_days_and_members_of_the_cluster() {
    var one = member();
    var other = member();
    one.seen("a", "golfers");
    one.seen("a", "golfers");
    one.seen("b", "golfers");
    other.seen("b", "golfers");
    other.seen("c", "golfers");
    assertThat(of(one, "golfers")).as("before anything is stored").isEqualTo(new MembersSeen(2, 2));
    got(other.store());
    got(one.store());
    assertThat(of(one, "golfers")).isEqualTo(new MembersSeen(3, 3));

    now = now.plus(Duration.ofHours(23));
    one.seen("d", "golfers");
    assertThat(of(one, "golfers")).isEqualTo(new MembersSeen(4, 4));
    now = now.plus(Duration.ofHours(1));
    assertThat(of(one, "golfers")).isEqualTo(new MembersSeen(1, 4));
    got(one.store());
    now = now.plus(Duration.ofDays(5));
    assertThat(of(member(), "golfers")).isEqualTo(new MembersSeen(0, 4));
    now = now.plus(Duration.ofDays(1));
    assertThat(of(member(), "golfers")).isEqualTo(new MembersSeen(0, 1));
  }

  @Test
  void what_is_too_old_for_any_number_is_deleted_and_nobodys_id_was_stored() {
    var one = member();
    one.seen("somebody@shop.example", "chess");
    got(one.store());
    assertThat(rows("chess")).isEqualTo(2);
    now = now.plus(Duration.ofDays(8));
    got(one.store());
    got(one.store());
    assertThat(rows("chess")).isZero();
    assertThat(of(one, "chess")).isEqualTo(MembersSeen.NONE);
    assertThat(got(one.of(List.of()))).isEqualTo(Map.of());
  }

  private static long rows(String segment) {
    var sql = "select count(*) from segment_members where segment = '" + segment + "'";
    return got(database.pool().query(sql).execute()).iterator().next().getLong(0);
  }
}
