package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members on one PostgreSQL, asked at the same time. */
class LimitsOfTwoMembersTest {
  private static final int CALLERS = 16;

  @TempDir static Path folder;
  private static final List<TestServer> MEMBERS = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    var rules =
        LimitedShop.files(
            "caps: [{times: 40, per: week}]\n",
            "caps: [{times: 3, per: day}], budget: {exposures: 100}");
    int one;
    int other;
    try (var first = new ServerSocket(0);
        var second = new ServerSocket(0)) {
      one = first.getLocalPort();
      other = second.getLocalPort();
    }
    var postgres = TestDatabase.url();
    for (int[] ports : new int[][] {{one, other}, {other, one}}) {
      var own = Files.createDirectories(folder.resolve("member-" + ports[0]));
      var cluster = LimitedShop.cluster(own, ports[0], ports[1]);
      MEMBERS.add(TestServer.startMember(own, postgres, cluster, rules));
    }
    MEMBERS.get(1).withKeysOf(MEMBERS.get(0));
  }

  @AfterAll
  static void stop() {
    MEMBERS.forEach(TestServer::close);
  }

  @Test
  void one_visitor_is_never_shown_more_than_the_cap_and_all_together_never_more_than_the_budget()
      throws Exception {
    ready();
    MEMBERS
        .get(0)
        .post(
            "/v1/events",
            "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"uma\",\"purposes\":{\"personalization\":true}}");
    var shown = new AtomicInteger();
    together(200, call -> shown.addAndGet(visit(call, "uma")));
    assertThat(shown).as("exposures of a visitor with a cap of 3 a day").hasValue(3);

    var all = new AtomicInteger(3);
    together(2_000, call -> all.addAndGet(visit(call, "v-" + call)));
    assertThat(all.get()).as("exposures of a budget of 100").isBetween(80, 100);
    var more = new AtomicInteger(2_000);
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () -> {
              int call = more.incrementAndGet();
              return all.addAndGet(visit(call, "v-" + call)) == 100;
            });
    together(200, call -> all.addAndGet(visit(call, "w-" + call)));
    assertThat(all).as("exposures of a budget of 100").hasValue(100);
    var refused = MEMBERS.get(0).decide("w", "[\"hero\"]", LimitedShop.RAIN).json();
    assertThat(refused.at("/decisions/0/reason/notes").toString())
        .contains("budget-spent")
        .contains("100 exposures");
  }

  private static void ready() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                MEMBERS.stream()
                    .allMatch(
                        member ->
                            !member
                                .post(
                                    "/v1/simulate",
                                    "{\"visitor\":{\"id\":\"x\"},\"placements\":[\"hero\"]%s}"
                                        .formatted(LimitedShop.RAIN))
                                .json()
                                .toString()
                                .contains("budget-spent")));
  }

  /** Decides on one member, and confirms on the other what is shown. */
  private static int visit(int call, String visitor) {
    var decided = MEMBERS.get(call % 2).decide(visitor, "[\"hero\"]", LimitedShop.RAIN);
    var placed = decided.json().at("/decisions/0");
    if (!placed.path("campaign").asText().equals("rain")) {
      return 0;
    }
    var confirmed =
        MEMBERS
            .get((call + 1) % 2)
            .post(
                "/v1/events",
                "{\"type\":\"exposure\",\"messageId\":\"x-%s-%d\",\"userId\":\"%s\",\"token\":\"%s\"}"
                    .formatted(visitor, call, visitor, placed.path("token").asText()));
    assertThat(confirmed.status()).isEqualTo(200);
    return 1;
  }

  private interface Call {
    void make(int call);
  }

  private static void together(int calls, Call call) throws Exception {
    var callers = Executors.newFixedThreadPool(CALLERS);
    try {
      var all = new ArrayList<Callable<Void>>();
      for (int i = 0; i < calls; i++) {
        int number = i;
        all.add(
            () -> {
              call.make(number);
              return null;
            });
      }
      for (var made : callers.invokeAll(all)) {
        made.get();
      }
    } finally {
      callers.shutdownNow();
    }
  }
}
