package io.knowfirst.server.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RemoteTest {
  @Test
  void what_is_thrown_fails_as_what_is_returned() {
    var thrown = new RuntimeException("Connecting to self!");
    var call =
        Remote.call(
            () -> {
              throw thrown;
            },
            Runnable::run);
    assertThat(call.cause()).isSameAs(thrown);
    assertThat(Remote.call(() -> CompletableFuture.failedFuture(thrown), Runnable::run).cause())
        .isSameAs(thrown);
    assertThat(Remote.call(() -> CompletableFuture.completedFuture(7), Runnable::run).result())
        .isEqualTo(7);
  }

  /** Hazelcast throws HazelcastInstanceNotActiveException at once then, of steps as of gets. */
  @Test
  void a_step_of_a_member_that_is_gone_fails() {
    try (var cluster = Cluster.start(ClusterSettings.alone(), ProfileSettings.DEFAULTS)) {
      var profiles = cluster.profiles();
      var ledgers = cluster.ledgers();
      cluster.member().getLifecycleService().terminate();
      var step = Remote.call(() -> profiles.submitToKey("v", new Steps.Drop()), Runnable::run);
      assertThat(step.toCompletionStage()).failsWithin(Duration.ofSeconds(5));
      var get = Remote.call(() -> ledgers.getAsync("v"), Runnable::run);
      assertThat(get.toCompletionStage()).failsWithin(Duration.ofSeconds(5));
    }
  }
}
