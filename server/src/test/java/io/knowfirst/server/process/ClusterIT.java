package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterIT {
  private static final Duration REPLACED = Duration.ofSeconds(10);
  private static final int VISITORS = 40;
  private static final Duration CHANGE_OVER = Duration.ofSeconds(10);

  @Test
  void two_members_share_profiles_and_one_goes_on_when_the_other_is_killed(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    try (var first = Members.member(folder, url, 1, ports)) {
      var key = first.keys().get("secret");
      try (var second = Members.member(folder, url, 2, ports)) {
        assertThat(String.join("\n", second.said())).contains("2 members");
        for (int visitor = 0; visitor < VISITORS; visitor++) {
          var taker = visitor % 2 == 0 ? first : second;
          var other = visitor % 2 == 0 ? second : first;
          assertThat(Members.outcome(other, key, visitor))
              .as("before the event")
              .isEqualTo("default");
          assertThat(taker.post("/v1/events", key, Members.bought(visitor)).status())
              .isEqualTo(200);
          assertThat(Members.outcome(other, key, visitor))
              .as("on the other member")
              .isEqualTo("known");
          assertThat(Members.outcome(taker, key, visitor))
              .as("on the same member")
              .isEqualTo("known");
        }
        first.kill();
        // What has a cap gives way until another member counts for the visitor.
        for (int visitor = 0; visitor < VISITORS; visitor++) {
          int one = visitor;
          Awaitility.await("after the kill")
              .atMost(REPLACED)
              .until(() -> Members.outcome(second, key, one).equals("known"));
        }
        assertThat(second.post("/v1/events", key, Members.bought(VISITORS)).status())
            .isEqualTo(200);
        assertThat(Members.outcome(second, key, VISITORS)).isEqualTo("known");
      }
    }
  }

  @Test
  void what_one_member_publishes_decides_on_the_other_and_on_one_that_starts_later(
      @TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    try (var first = Members.member(folder, url, 1, ports);
        var second = Members.member(folder, url, 2, ports)) {
      var admin = first.keys().get("admin");
      var brought = ruleset(first, admin);
      assertThat(ruleset(second, admin)).isEqualTo(brought);

      var published = first.post("/v1/rulesets", admin, edited());
      assertThat(published.status()).isEqualTo(201);
      var hash = published.json().path("hash").asText();
      assertThat(hash).isNotEqualTo(brought);
      assertThat(ruleset(first, admin)).isEqualTo(hash);
      Awaitility.await()
          .atMost(CHANGE_OVER)
          .untilAsserted(() -> assertThat(ruleset(second, admin)).isEqualTo(hash));

      first.kill();
      try (var later = Members.member(folder, url, 1, ports)) {
        assertThat(ruleset(later, admin)).as("it began with the current one").isEqualTo(hash);
        var back = later.post("/v1/rulesets/" + brought + "/rollback?message=x", admin, "");
        assertThat(back.status()).isEqualTo(201);
        Awaitility.await()
            .atMost(CHANGE_OVER)
            .untilAsserted(() -> assertThat(ruleset(second, admin)).isEqualTo(brought));
      }
    }
  }

  /** The example shop with another headline. */
  private static String edited() {
    var body = new ObjectMapper().createObjectNode().put("message", "Another headline");
    var files = body.putObject("files");
    RuleFolder.exampleFiles().forEach(files::put);
    files.put("contents/jeans-banner.yaml", "headline: Jeans, again\n");
    return body.toString();
  }

  private static String ruleset(ServerProcess member, String key)
      throws IOException, InterruptedException {
    return member.get("/v1/rulesets", key).json().at("/member/ruleset").asText();
  }
}
