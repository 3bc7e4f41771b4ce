package io.knowfirst.server.process;

import static io.knowfirst.server.Patience.assertAtOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that hang or die while the server goes on. */
class FaultsIT {
  private static final int VISITORS = 30;
  private static final int REFUSED = 3;
  private static final Duration HANGING = Duration.ofSeconds(15);
  private static final Duration BETWEEN = Duration.ofMillis(60);

  @Test
  void a_member_that_hangs_does_not_hold_up_the_other_and_misses_nothing_when_it_is_back(
      @TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    try (var healthy = Members.member(folder, url, 1, ports);
        var hanging = Members.member(folder, url, 2, ports)) {
      var key = healthy.keys().get("secret");
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        assertThat(Members.outcome(healthy, key, visitor)).isEqualTo("default");
        assertThat(Members.outcome(hanging, key, visitor)).isEqualTo("default");
      }

      hanging.signal("STOP");
      try {
        var took = new ArrayList<Duration>();
        long end = System.nanoTime() + HANGING.toNanos();
        for (int i = 0; i < VISITORS || System.nanoTime() < end; i++) {
          int visitor = i % VISITORS;
          long began = System.nanoTime();
          if (i < VISITORS) {
            assertThat(healthy.post("/v1/events", key, Members.bought(visitor)).status())
                .isEqualTo(200);
          }
          assertThat(Members.outcome(healthy, key, visitor)).isEqualTo("known");
          took.add(Duration.ofNanos(System.nanoTime() - began));
          // Decisions that are not confirmed count for minutes; a cap of 20 is not to be reached.
          Thread.sleep(BETWEEN.toMillis());
        }
        assertAtOnce(took);
        assertThat(Members.part(healthy, key, "cluster")).isEqualTo("minority");
      } finally {
        hanging.signal("CONT");
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  Members.part(hanging, key, "cluster").equals("ok")
                      && Members.part(healthy, key, "cluster").equals("ok"));
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        assertThat(Members.outcome(hanging, key, visitor)).isEqualTo("known");
        assertThat(Members.outcome(healthy, key, visitor)).isEqualTo("known");
      }
    }
  }

  @Test
  void events_are_refused_at_once_while_postgresql_hangs_and_it_is_started_again_when_it_dies(
      @TempDir Path folder) throws Exception {
    try (var server = ServerProcess.serve(folder, "--port", "0", "--data", "data")) {
      var key = server.keys().get("secret");
      assertThat(server.post("/v1/events", key, Members.bought(0)).status()).isEqualTo(200);
      for (int visitor = 1; visitor <= REFUSED; visitor++) {
        assertThat(Members.outcome(server, key, visitor)).isEqualTo("default");
      }

      var postmaster = postmaster(folder);
      var processes = Stream.concat(Stream.of(postmaster), postmaster.children()).toList();
      signal("STOP", processes);
      try {
        for (int visitor = 1; visitor <= REFUSED; visitor++) {
          assertThat(server.post("/v1/events", key, Members.bought(visitor)).status())
              .isEqualTo(503);
        }
        long sent = System.nanoTime();
        assertThat(server.post("/v1/events", key, Members.bought(1)).status()).isEqualTo(503);
        assertAtOnce(List.of(Duration.ofNanos(System.nanoTime() - sent)));
        assertThat(Members.outcome(server, key, 0)).as("from memory").isEqualTo("known");
        assertThat(Members.part(server, key, "postgresql")).isEqualTo("away");
        assertThat(server.get("/health/ready?all=true", key).status()).isEqualTo(503);
      } finally {
        signal("CONT", processes);
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                assertThat(Members.part(server, key, "postgresql")).isEqualTo("ok");
                for (int visitor = 1; visitor <= REFUSED; visitor++) {
                  boolean stored = server.get(visitor(visitor), key).status() == 200;
                  assertThat(Members.outcome(server, key, visitor))
                      .isEqualTo(stored ? "known" : "default");
                }
              });

      postmaster(folder).destroyForcibly();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> server.post("/v1/events", key, Members.bought(50)).status() == 200);
      assertThat(Members.outcome(server, key, 50)).isEqualTo("known");
    }
  }

  private static String visitor(int number) {
    return "/v1/visitors/shared-" + number;
  }

  private static ProcessHandle postmaster(Path folder) throws IOException {
    try (var files = Files.walk(folder.resolve("data"), 3)) {
      var pid = files.filter(file -> file.endsWith("postmaster.pid")).findFirst().orElseThrow();
      var line = Files.readAllLines(pid).get(0).strip();
      return ProcessHandle.of(Long.parseLong(line)).orElseThrow();
    }
  }

  private static void signal(String name, List<ProcessHandle> processes)
      throws IOException, InterruptedException {
    for (var process : processes) {
      ServerProcess.signal(name, process.pid());
    }
  }
}
