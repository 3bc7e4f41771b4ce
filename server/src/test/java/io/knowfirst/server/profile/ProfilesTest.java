package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProfilesTest {
  private static Vertx vertx;
  private static Database database;
  private static Member member;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
    member =
        new Member(
            vertx,
            database,
            ClusterSettings.alone(),
            new ProfileSettings(1 << 20, 100_000, 1_000, 5_000));
  }

  @AfterAll
  static void stop() {
    member.close();
    database.close();
    Member.get(vertx.close());
  }

  /** PostgreSQL and the cache write half a character as a question mark, so it leads to itself. */
  @Test
  void anIdThatIsStoredOtherwiseIsFoundAllTheSame() {
    for (int i = 0; i < 3; i++) {
      assertThat(member.find("half-\ud83d").history().touches()).isEmpty();
    }
  }

  @Test
  void loadsThatRaceWithFoldsLoseNothingAndCountNothingTwice() throws Exception {
    var stale = new AtomicInteger();
    var workers = new ArrayList<Thread>();
    var acknowledged = new AtomicInteger[10];
    for (int v = 0; v < acknowledged.length; v++) {
      acknowledged[v] = new AtomicInteger();
    }
    for (int t = 0; t < 4; t++) {
      int thread = t;
      var random = new Random(t);
      var worker =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  int v = random.nextInt(acknowledged.length);
                  if (random.nextInt(3) == 0) {
                    // As when it was evicted, so that it has to be loaded.
                    Member.get(
                        Future.fromCompletionStage(
                            member.cluster.profiles().submitToKey("race-" + v, new Steps.Drop())));
                  }
                  if (random.nextBoolean()) {
                    member.accept(viewed("race-" + v, "e" + thread + "-" + i, i, "p"));
                    acknowledged[v].incrementAndGet();
                  }
                  int before = acknowledged[v].get();
                  if (member.find("race-" + v).history().touches().size() < before) {
                    stale.incrementAndGet();
                  }
                }
              });
      workers.add(worker);
      worker.start();
    }
    for (var worker : workers) {
      worker.join();
    }
    assertThat(stale).hasValue(0);
    for (int v = 0; v < acknowledged.length; v++) {
      assertThat(member.find("race-" + v).history().touches()).hasSize(acknowledged[v].get());
    }
  }

  @Test
  void anEventWhoseTakerDiedBeforeFoldingItIsSeenOnceItIsSentAgain() {
    member.accept(viewed("ann", "1", 0, "p1"));
    assertThat(member.find("ann").history().touches()).hasSize(1);
    var lost = viewed("ann", "2", 1, "p2");
    var connection = Member.get(database.pool().getConnection());
    Member.get(EventTable.insert(connection, List.of(EventRow.of(lost))));
    Member.get(connection.close());
    assertThat(member.find("ann").history().touches()).hasSize(1);

    assertThat(member.accept(lost)).containsExactly(new Receipt("2", Receipt.Status.DUPLICATE));
    assertThat(member.find("ann").history().touches()).hasSize(2);
    long loads = member.profiles.stats().loads();
    member.accept(lost);
    assertThat(member.find("ann").history().touches()).hasSize(2);
    assertThat(member.profiles.stats().loads()).isEqualTo(loads);
  }

  @Test
  void manyFindsOfOneVisitorShareOneLoad() {
    member.accept(viewed("crowd", "1", 0, "p1"));
    long loads = member.profiles.stats().loads();
    var finds = new ArrayList<Future<Profile>>();
    for (int i = 0; i < 50; i++) {
      finds.add(member.profiles.find("crowd"));
    }
    Member.get(Future.all(finds));
    assertThat(finds).allSatisfy(f -> assertThat(f.result().history().touches()).hasSize(1));
    assertThat(member.profiles.stats().loads() - loads).isBetween(1L, 5L);
  }

  @Test
  void whatIsKeptIsBoundedAndWhatWasNotKeptIsFoundAgain() {
    for (int i = 0; i < 3_000; i += 500) {
      var events = new ArrayList<io.knowfirst.server.model.Event>();
      for (int n = i; n < i + 500; n++) {
        events.add(viewed("many-" + n, "1", 0, "p" + n));
      }
      Member.get(member.events.accept(events));
    }
    for (int round = 0; round < 2; round++) {
      for (int n = 0; n < 3_000; n++) {
        assertThat(member.find("many-" + n).history().touches()).hasSize(1);
      }
    }
    assertThatMemoryIsBounded();
  }

  @Test
  void whatIsKeptIsBoundedByBytesWhateverVisitorsDo() {
    int visitors = 100;
    int events = 200;
    for (int v = 0; v < visitors; v++) {
      var seen = new ArrayList<io.knowfirst.server.model.Event>();
      for (int n = 0; n < events; n++) {
        seen.add(viewed("busy-" + v, "view-of-a-product-" + n, n, "product-" + n));
      }
      Member.get(member.events.accept(seen));
      assertThat(member.find("busy-" + v).history().touches()).hasSize(events);
      assertThatMemoryIsBounded();
    }
  }

  private static void assertThatMemoryIsBounded() {
    var stats = member.profiles.stats();
    assertThat(stats.live()).isPositive();
    assertThat(stats.liveBytes()).isBetween(1L, 100_000L + 90_000);
    assertThat(stats.bytes()).isBetween(1L, 2L << 20);
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new ProfileSettings(1 << 20, 100_000, 100, 99))
        .hasMessage("queue is 99, expected 100 to 10000000.");
    assertThatThrownBy(() -> new ProfileSettings(1, 100_000, 100, 100))
        .hasMessage("cached is 1, expected 1048576 to 1099511627776.");
  }
}
