package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A few hundred visitors go through a campaign of steps on two members, of which one after the
 * other is killed by {@code kill -9} at a random moment and started again: 3 times, or as often as
 * {@code -Dkill.rounds} says. Each visitor enters once and takes each step once, and each message
 * is in the outbox once.
 */
class StepsIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final int VISITORS = Integer.getInteger("kill.visitors", 300);
  private static final int BATCH = 50;
  private static final long SEED = 20_261_130;
  private static final Duration ALL = Duration.ofSeconds(80);

  private static final String LEFT =
      "select count(*) from event where type = 'step' and name = 'wishes' and strpos(body, '\"kind\":\"left\"') > 0";
  private static final String MOVES =
      "select count(*) from event where type = 'step' and name = 'wishes'"
          + " and (body::json -> 'values' ->> 'kind') || ' ' || (body::json -> 'values' ->> 'step') = '%s'";

  @Test
  void each_visitor_takes_each_step_once_whoever_is_killed(@TempDir Path folder) throws Exception {
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
      endpoint.listen(members[0], "step.due");
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  Wishers.count(url, "select count(*) from step_campaign where campaign = 'wishes'")
                      == 1);
      for (int first = 0; first < VISITORS; first += BATCH) {
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
      await().atMost(ALL).until(() -> Wishers.count(url, LEFT) == VISITORS);
      await()
          .atMost(ALL)
          .until(() -> endpoint.told().values().stream().mapToInt(Set::size).sum() == 2 * VISITORS);
      assertThat(endpoint.told().values()).allMatch(ids -> ids.size() == 2);
    } finally {
      for (var member : members) {
        if (member != null) {
          member.close();
        }
      }
    }
    assertThat(Wishers.count(url, "select count(*) from webhook_message where type = 'step.due'"))
        .isEqualTo(2L * VISITORS);
    for (var move :
        List.of("entered ", "begun shown", "sent first", "begun before second", "sent second")) {
      assertThat(Wishers.count(url, MOVES.formatted(move))).as(move).isEqualTo(VISITORS);
    }
    assertThat(
            Wishers.count(
                url, "select count(*) from event where type = 'step' and name = 'wishes'"))
        .isEqualTo(6L * VISITORS);
    System.out.printf("%d kills: %,d visitors, each step taken once%n", ROUNDS, VISITORS);
  }

  /** The example shop with a campaign of quick steps. */
  private static String rules() {
    var body = Wishers.rules("A campaign of quick steps");
    var files = (ObjectNode) body.path("files");
    files.put(
        "campaigns/wishes.yaml",
        """
        id: wishes
        style: steps
        enter: wishers
        priority: 95
        purpose: personalization
        owner: crm
        holdout: 0
        steps:
          - {step: shown, show: email-news, at: app-start, for: 5s}
          - {step: first, send: email-news, at: email-moment}
          - wait: 3s
          - {step: second, send: letter-greeting, at: email-moment}
        """);
    files.put(
        "segments/behavioural/wishers.drl",
        """
        package shop.segments.wishers;
        import io.knowfirst.rules.facts.*;
        rule "Who wished for something hears of it"
            @kind("behavioural") @owner("crm")
        when
            Did(event == "Wished")
        then
            insert(new Member("wishers"));
        end
        """);
    var shop = files.path("shop.yaml").asText();
    files.put("shop.yaml", shop.replace("holdout: 500", "holdout: 0"));
    return body.toString();
  }
}
