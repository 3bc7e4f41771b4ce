package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Members that are killed, hang and are restarted one after the other, under load all the while:
 * {@code -Dfailover.members} of them (3), {@code -Dfailover.rounds} times (1), hanging for {@code
 * -Dfailover.seconds} (10: longer than the cluster waits for a member).
 */
class FailoverIT {
  private static final int MEMBERS = Integer.getInteger("failover.members", 3);
  private static final int ROUNDS = Integer.getInteger("failover.rounds", 1);
  private static final Duration HANGING =
      Duration.ofSeconds(Integer.getInteger("failover.seconds", 10));
  private static final int USUAL = 60;
  private static final Duration NO_LONGER = Duration.ofSeconds(5);

  @Test
  void no_decision_fails_twice_and_nothing_is_lost_while_members_die_hang_and_restart(
      @TempDir Path folder) throws Exception {
    try (var members = Members.start(folder, MEMBERS)) {
      var key = members.key("secret");
      for (int visitor = 0; visitor < Traffic.VISITORS; visitor++) {
        assertThat(members.get(0).post("/v1/events", key, Members.bought(visitor)).status())
            .isEqualTo(200);
      }
      try (var traffic = new Traffic(members.all(), key)) {
        go(traffic);
        for (int round = 0; round < ROUNDS; round++) {
          kill(members, round % MEMBERS, traffic);
          hang(members, (round + 1) % MEMBERS, round, traffic);
          restartOneByOne(members, traffic);
        }
        go(traffic);
        traffic.end();
        System.out.printf("%d members, %d rounds: %s%n", MEMBERS, ROUNDS, traffic.told());
        assertThat(traffic.failures()).isEmpty();
        assertThat(traffic.capped()).isPositive();
        for (var member : members.all()) {
          for (var seen : traffic.viewed().entrySet()) {
            assertThat(views(member, key, seen.getKey()))
                .as("views of %d on %s", seen.getKey(), member.address())
                .isEqualTo(seen.getValue());
          }
        }
      }
    }
  }

  private static void kill(Members members, int place, Traffic traffic) throws Exception {
    traffic.during("kill of " + place);
    members.get(place).kill();
    go(traffic);
    members.restart(place);
    together(members);
    go(traffic);
  }

  /** Rules that went live meanwhile decide on the member that hung within seconds. */
  private static void hang(Members members, int place, int round, Traffic traffic)
      throws Exception {
    traffic.during("hang of " + place);
    var hanging = members.get(place);
    hanging.signal("STOP");
    String hash;
    try {
      Thread.sleep(HANGING.toMillis());
      var other = members.get((place + 1) % MEMBERS);
      var published =
          other.post("/v1/rulesets", members.key("admin"), edited("Jeans, edition " + round));
      assertThat(published.status()).isEqualTo(201);
      hash = published.json().path("hash").asText();
    } finally {
      hanging.signal("CONT");
    }
    await()
        .atMost(NO_LONGER)
        .until(
            () ->
                hanging
                    .get("/v1/rulesets", members.key("admin"))
                    .json()
                    .at("/member/ruleset")
                    .asText()
                    .equals(hash));
    together(members);
    go(traffic);
  }

  private static void restartOneByOne(Members members, Traffic traffic) throws Exception {
    for (int place = 0; place < MEMBERS; place++) {
      traffic.during("restart of " + place);
      assertThat(members.get(place).stop()).isIn(0, 143);
      members.restart(place);
      together(members);
      go(traffic);
    }
  }

  /** Until visitors are served as usual. */
  private static void go(Traffic traffic) {
    int before = traffic.decided();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> !traffic.failures().isEmpty() || traffic.decided() > before + USUAL);
  }

  private static void together(Members members) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              for (var member : members.all()) {
                if (!Members.part(member, members.key("secret"), "cluster").equals("ok")) {
                  return false;
                }
              }
              return true;
            });
  }

  /** How often a visitor viewed something, as the profile says that a member decides by. */
  private static int views(ServerProcess member, String key, int visitor)
      throws IOException, InterruptedException {
    var answer =
        member.post(
            "/v1/simulate",
            key,
            "{\"visitor\":{\"id\":\"shared-%d\"},\"placements\":[\"home-hero\"]}"
                .formatted(visitor));
    assertThat(answer.status()).isEqualTo(200);
    var trace = answer.json().path("trace");
    for (var facts : List.of(trace.path("facts"), trace.path("unasked"))) {
      for (var fact : facts) {
        if (fact.path("fact").asText().equals("Viewed")
            && fact.at("/values/category").asText().equals(Traffic.CATEGORY)) {
          return fact.at("/values/times").asInt();
        }
      }
    }
    return 0;
  }

  private static String edited(String headline) {
    var body = new ObjectMapper().createObjectNode().put("message", headline);
    var files = body.putObject("files");
    RuleFolder.exampleFiles().forEach(files::put);
    files.put("contents/jeans-banner.yaml", "headline: " + headline + "\n");
    return body.toString();
  }
}
