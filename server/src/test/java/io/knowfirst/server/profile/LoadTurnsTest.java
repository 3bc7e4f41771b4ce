package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadTurnsTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<Promise<Profile>> begun = new ArrayList<>();
  private final LoadTurns turns = new LoadTurns(vertx, 1, visitor -> begin());

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Future<Profile> begin() {
    begun.add(Promise.promise());
    return begun.get(begun.size() - 1).future();
  }

  @Test
  void who_asks_while_a_load_is_under_way_gets_what_the_next_one_reads() {
    var early = Profile.empty("early");
    var later = Profile.empty("later");
    var first = turns.load("hot");
    var many = Stream.generate(() -> turns.load("hot")).limit(100).toList();
    var another = turns.load("cold");
    assertThat(begun).hasSize(2);

    begun.get(0).complete(early);
    assertThat(first.result()).isSameAs(early);
    assertThat(many).noneMatch(Future::isComplete);
    assertThat(begun).hasSize(3);
    begun.get(2).complete(later);
    await().until(() -> many.stream().allMatch(Future::isComplete));
    assertThat(many).allSatisfy(shared -> assertThat(shared.result()).isSameAs(later));
    assertThat(another.isComplete()).isFalse();

    turns.load("hot");
    assertThat(begun).hasSize(4);
  }

  @Test
  void a_load_that_fails_lets_the_next_begin() {
    var first = turns.load("hot");
    var second = turns.load("hot");
    begun.get(0).fail("away");
    assertThat(first.failed()).isTrue();
    begun.get(1).fail("away");
    await().until(second::isComplete);
    assertThat(second.cause()).hasMessage("away");
  }

  @Test
  void nobody_waits_longer_than_for_a_load_of_ones_own() {
    turns.load("hot");
    var second = turns.load("hot");
    await().until(second::isComplete);
    assertThat(second.cause()).isInstanceOf(TimeoutException.class);
  }
}
