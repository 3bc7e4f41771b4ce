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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts that hang or die while the server goes on. */
class FaultsIT {
  private static final int VISITORS = 30;
  private static final Path SHOP = Path.of("..", "rules", "shop");
  private static final String CAP = "cap: {times: 20, days: 30}";
  private static final int REFUSED = 3;
  private static final Duration HANGING = Duration.ofSeconds(15);

  /** A member that hangs is out by then. */
  private static final Duration OUT = Duration.ofSeconds(10);

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
        long stopped = System.nanoTime();
        long end = stopped + HANGING.toNanos();
        for (int i = 0; i < VISITORS || System.nanoTime() < end; i++) {
          int visitor = i % VISITORS;
          long began = System.nanoTime();
          if (i < VISITORS) {
            assertThat(healthy.post("/v1/events", key, Members.bought(visitor)).status())
                .isEqualTo(200);
          }
          var outcome = Members.outcome(healthy, key, visitor);
          if (System.nanoTime() - stopped > OUT.toNanos()) {
            assertThat(outcome).isEqualTo("known");
          } else {
            // What has a cap gives way where the hanging member counts for the visitor.
            assertThat(outcome).isIn("known", "default");
          }
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
      // Who stood still does not know for a while what others have shown meanwhile.
      await().until(() -> Members.outcome(hanging, key, 0).equals("known"));
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        assertThat(Members.outcome(hanging, key, visitor)).isEqualTo("known");
        assertThat(Members.outcome(healthy, key, visitor)).isEqualTo("known");
      }
    }
  }

  @Test
  void a_cap_holds_while_a_member_hangs(@TempDir Path folder) throws Exception {
    var rules = folder.resolve("rules");
    try (var files = Files.walk(SHOP)) {
      for (var file : files.toList()) {
        Files.copy(file, rules.resolve(SHOP.relativize(file)));
      }
    }
    var campaigns = rules.resolve("campaigns/trousers.yaml");
    var text = Files.readString(campaigns);
    assertThat(text).contains(CAP);
    Files.writeString(campaigns, text.replace(CAP, "cap: {times: 1, days: 30}"));
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    var mine = new String[] {"--rules", rules.toString()};
    try (var healthy = Members.member(folder, url, 1, ports, mine);
        var hanging = Members.member(folder, url, 2, ports, mine)) {
      var key = healthy.keys().get("secret");
      var shown = new int[VISITORS];
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        healthy.post("/v1/events", key, Members.bought(visitor));
        shown[visitor] += jeans(visitor % 2 == 0 ? healthy : hanging, key, visitor);
      }
      assertThat(shown).as("who is not held out").contains(1).containsOnly(0, 1);

      hanging.signal("STOP");
      try {
        long end = System.nanoTime() + HANGING.toNanos();
        for (int i = 0; System.nanoTime() < end; i++) {
          shown[i % VISITORS] += jeans(healthy, key, i % VISITORS);
          Thread.sleep(BETWEEN.toMillis());
        }
      } finally {
        hanging.signal("CONT");
      }
      assertThat(IntStream.of(shown).max()).hasValue(1);
    }
  }

  private static int jeans(ServerProcess member, String key, int visitor) throws Exception {
    var answer =
        member.post(
            "/v1/decisions",
            key,
            """
            {"visitor":{"id":"shared-%d"},"channel":"web","placements":["home-hero"]}"""
                .formatted(visitor));
    assertThat(answer.status()).isEqualTo(200);
    return answer.json().at("/decisions/0/campaign").asText().equals("jeans-banner") ? 1 : 0;
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
