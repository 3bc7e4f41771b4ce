package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.StoppableDatabase;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreAwayTest {
  @TempDir private static Path home;
  private static Vertx vertx;
  private static StoppableDatabase store;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    store = StoppableDatabase.start(vertx, home);
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Test
  void whatIsCachedIsFoundWhilePostgresIsAwayAndAllWorksWhenItIsBack() {
    try (var member = Member.alone(vertx, store.database())) {
      member.accept(viewed("ann", "1", 0, "p1"));
      assertThat(member.find("ann").history().touches()).hasSize(1);

      store.stop();
      assertThat(member.find("ann").history().touches()).hasSize(1);
      assertThatThrownBy(() -> member.find("bob"))
          .hasRootCauseInstanceOf(Exception.class)
          .isInstanceOf(ProfileUnavailable.class)
          .hasMessageContaining("visitor 'bob'");
      assertThatThrownBy(() -> member.accept(viewed("ann", "2", 1, "p2")))
          .isInstanceOf(StoreUnavailable.class);
      assertThat(member.find("ann").history().touches()).hasSize(1);

      store.restart();
      await()
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                member.accept(viewed("ann", "2", 1, "p2"));
                assertThat(member.find("bob").history().touches()).isEmpty();
              });
      assertThat(member.find("ann").history().touches()).hasSize(2);
    }
  }

  @Test
  void whatIsTooMuchIsRefusedAtOnceAndTheRestIsStored() {
    try (var member =
        new Member(
            vertx,
            store.database(),
            ClusterSettings.alone(),
            new ProfileSettings(1 << 20, 100_000, 10, 50))) {
      var calls = new ArrayList<Future<List<Receipt>>>();
      for (int i = 0; i < 500; i++) {
        calls.add(member.events.accept(List.of(viewed("v" + i, "1", i, "p"))));
      }
      Future.join(calls).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
      assertThat(calls)
          .filteredOn(Future::failed)
          .isNotEmpty()
          .allSatisfy(
              call ->
                  assertThat(call.cause())
                      .isInstanceOf(StoreUnavailable.class)
                      .hasMessageContaining("50 events wait"));
      long stored = calls.stream().filter(Future::succeeded).count();
      assertThat(stored).isGreaterThanOrEqualTo(50);
      assertThat(member.events.stats().accepted()).isEqualTo(stored);
      await().until(() -> member.events.stats().waiting() == 0);
    }
  }

  @Test
  void no_more_than_a_thousand_profiles_wait_for_postgresql_and_the_rest_is_refused_at_once() {
    var loader = new Loader(vertx, store.database());
    var loads = new ArrayList<Future<Profile>>();
    int most = 0;
    for (int i = 0; i < 5_000; i++) {
      loads.add(loader.load("w" + i));
      most = Math.max(most, loader.waiting());
    }
    Future.join(loads).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
    assertThat(most).isEqualTo(1_000);
    assertThat(loads)
        .filteredOn(Future::failed)
        .allSatisfy(load -> assertThat(load.cause()).isInstanceOf(ProfileUnavailable.class))
        .filteredOn(load -> load.cause().getMessage().contains("1000 profiles are being loaded"))
        .isNotEmpty();
    assertThat(loader.waiting()).isZero();
    await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(Member.get(loader.load("w0")).visitor()).isEqualTo("w0"));
  }

  @Test
  void whatPostgresCannotHoldCostsOnlyItsOwnCall() {
    try (var member = Member.alone(vertx, store.database())) {
      var calls = new ArrayList<Future<List<Receipt>>>();
      for (int i = 0; i < 20; i++) {
        var product = i == 7 ? "nul \u0000" : "p";
        calls.add(member.events.accept(List.of(viewed("v" + product, "e" + i, i, "p"))));
      }
      Future.join(calls).otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
      assertThat(calls).filteredOn(Future::succeeded).hasSize(19);
      assertThat(calls.get(7).cause())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PostgreSQL cannot hold these events");
    }
  }
}
