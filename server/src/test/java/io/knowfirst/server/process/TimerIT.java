package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 1,000 timers on two members, of which one after the other is killed by {@code kill -9} at a
 * random moment and started again: 3 times, or as often as {@code -Dkill.rounds} says. Each timer
 * rings once: its message is in the outbox once, and reaches its endpoint at least once under one
 * id.
 */
class TimerIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final int TIMERS = Integer.getInteger("kill.timers", 1_000);
  private static final int BATCH = 50;
  private static final long SEED = 20_261_130;
  private static final Duration ALL = Duration.ofMinutes(4);

  @Test
  void each_timer_rings_once_whoever_is_killed(@TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    var random = new Random(SEED);
    var members = new ServerProcess[2];
    try (var endpoint = new Endpoint()) {
      for (int i = 0; i < 2; i++) {
        members[i] = Wishers.member(folder, url, i, ports);
      }
      var keys = members[0].keys();
      var published = members[0].post("/v1/rulesets", keys.get("admin"), rules());
      assertThat(published.status()).as(published.json().toString()).isEqualTo(201);
      endpoint.listen(members[0], "trigger");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  Wishers.count(url, "select count(*) from trigger_rule where name = 'Wished'")
                      == 1);
      for (int first = 0; first < TIMERS; first += BATCH) {
        var stored =
            members[first / BATCH % 2].post(
                "/v1/events", keys.get("secret"), Wishers.wishes(first, BATCH));
        assertThat(stored.json().path("accepted").asInt()).isEqualTo(2 * BATCH);
      }
      for (int round = 0; round < ROUNDS; round++) {
        Thread.sleep(500 + random.nextInt(2_000));
        int victim = random.nextInt(2);
        members[victim].kill();
        members[victim] = Wishers.member(folder, url, victim, ports);
      }
      await().atMost(ALL).until(() -> endpoint.told().size() == TIMERS);
      assertThat(endpoint.told().values()).allMatch(ids -> ids.size() == 1);
    } finally {
      for (var member : members) {
        if (member != null) {
          member.close();
        }
      }
    }
    assertThat(
            Wishers.count(url, "select count(*) from webhook_message where type = 'trigger.fired'"))
        .isEqualTo(TIMERS);
    assertThat(Wishers.count(url, "select count(*) from timer where rule like 'Who wished%'"))
        .isZero();
    System.out.printf(
        "%d kills: %,d timers, each rang once; %,d in the outbox%n", ROUNDS, TIMERS, TIMERS);
  }

  /** The example shop with a trigger that rings soon. */
  private static String rules() {
    var body = Wishers.rules("A trigger that rings soon");
    var files = (ObjectNode) body.path("files");
    files.put(
        "campaigns/wishes.yaml",
        "- {id: wishes, style: automation, placements: [email-moment], contents: [email-news], priority: 95, purpose: personalization, owner: crm}\n");
    files.put(
        "campaigns/wishes.drl",
        """
        package shop.campaigns.wishes;
        import io.knowfirst.rules.facts.*;
        rule "Who wished for something is written to soon"
            @campaign("wishes") @owner("crm") @trigger("3s after Wished")
        when
            Did(event == "Wished")
        then
            insert(new Offer("wishes"));
        end
        """);
    return body.toString();
  }
}
