package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An author's day with a server that runs. */
class RulesLiveTest {
  private static final Duration LIVE = Duration.ofSeconds(6); // two, on a machine with time
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";

  @TempDir private Path folder;
  private Path rules;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
    rules = folder.resolve("rules");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_saved_file_is_live_and_old_decisions_still_show_what_they_showed() throws IOException {
    var before = server.decide("nobody", "[\"hero\"]", RAIN).json();

    save("contents/rain.yaml", "headline: umbrellas\n");

    awaitHeadline("umbrellas");
    var stored = server.get("/v1/decisions/" + before.path("decisionId").asText()).json();
    assertThat(stored.at("/decisions/0/content/payload/headline").asText()).isEqualTo("rain");
    assertThat(run("history").said()).contains("contents/rain.yaml changed", "watch");
  }

  @Test
  void a_broken_file_changes_nothing_and_is_told_until_it_is_mended() throws IOException {
    var drl = Files.readString(rules.resolve("campaigns/campaigns.drl"));
    save("campaigns/campaigns.drl", drl.replace("condition == \"rain\"", "condtion == \"rain\""));

    Awaitility.await()
        .atMost(LIVE)
        .untilAsserted(
            () ->
                assertThat(run("history").said())
                    .containsPattern("campaigns/campaigns.drl:13:\\d+: error: .*condtion"));
    assertThat(headline()).isEqualTo("rain");

    save("campaigns/campaigns.drl", drl);
    Awaitility.await()
        .atMost(LIVE)
        .untilAsserted(() -> assertThat(run("history").said()).doesNotContain("condtion"));
  }

  @Test
  void an_author_publishes_compares_and_goes_back_on_the_command_line() throws IOException {
    var mine = folder.resolve("mine");
    for (var file : SmallShop.files().entrySet()) {
      write(mine.resolve(file.getKey()), file.getValue());
    }
    var drl = Files.readString(mine.resolve("campaigns/campaigns.drl"));
    write(mine.resolve("contents/rain.yaml"), "headline: coats\n");
    write(
        mine.resolve("campaigns/campaigns.drl"), drl.replace("rule \"Umb", "rule \"Coats and umb"));
    var first = server.decide("nobody", "[\"hero\"]", RAIN).json().path("ruleset").asText();

    var published = run("publish", mine.toString(), "--message", "Coats, too");

    assertThat(published.exit()).isZero();
    assertThat(published.said()).contains(" is live");
    assertThat(headline()).isEqualTo("coats");
    var second = published.said().substring(0, 12);
    assertThat(run("history").said()).contains("* " + second, "Coats, too", "first admin key");
    assertThat(run("diff", first, second).said())
        .contains("added    \"Coats and umbrellas when it rains\"")
        .contains("removed  \"Umbrellas when it rains\"")
        .contains("-headline: rain\n+headline: coats\n");
    var back = run("rollback", first.substring(0, 8), "--message", "Too early");
    assertThat(back.exit()).isZero();
    assertThat(headline()).isEqualTo("rain");

    write(mine.resolve("contents/rain.yaml"), "headline: [\n");
    var refused = run("publish", mine.toString(), "--message", "Oops");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.complained()).containsPattern("contents/rain.yaml:\\d+:\\d+: error: ");
    assertThat(run("rollback", "abcdef12").complained()).contains("No version is called");
    assertThat(run("approve", first).complained()).contains("approved already");
    assertThat(run("publish", "nowhere", "--message", "x").exit()).isEqualTo(2);
  }

  @Test
  void a_version_that_goes_live_says_its_warnings_also_of_the_catalogue() throws IOException {
    server.put(
        "/v1/catalogue",
        "application/x-ndjson",
        "{\"id\":\"p\",\"name\":\"J\",\"category\":\"apparel.jeans\",\"price\":9}\n");
    var mine = folder.resolve("mine");
    for (var file : SmallShop.files().entrySet()) {
      write(
          mine.resolve(file.getKey()),
          file.getValue()
              .replace("category == \"apparel.jeans\"", "category == \"apparel.jaens\""));
    }

    var published = run("publish", mine.toString(), "--message", "A typo");

    assertThat(published.exit()).isZero();
    assertThat(published.said()).containsPattern("^[0-9a-f]{12} is live\n$");
    assertThat(published.complained())
        .containsPattern("segments/buyers.drl:6:\\d+: warning: .*apparel.jaens.* \\[KF164\\]")
        .contains("apparel.jeans")
        .doesNotContain(": info: ");
  }

  @Test
  void without_watching_a_saved_file_waits_for_its_publication() throws Exception {
    var quiet = Files.createDirectories(folder.resolve("quiet"));
    try (var unwatched = TestServer.startUnwatched(quiet, TestDatabase.url(), SmallShop.files())) {
      write(quiet.resolve("rules/contents/rain.yaml"), "headline: umbrellas\n");
      save("contents/rain.yaml", "headline: umbrellas\n");

      awaitHeadline("umbrellas"); // where it is watched
      Thread.sleep(LIVE.toMillis() / 3);
      var answer = unwatched.decide("nobody", "[\"hero\"]", RAIN).json();
      assertThat(answer.at("/decisions/0/content/headline").asText()).isEqualTo("rain");
    }
  }

  @Test
  void decisions_go_on_through_change_overs_each_with_one_version_of_the_rules() throws Exception {
    var seen = ConcurrentHashMap.<String>newKeySet();
    var failures = Collections.synchronizedList(new ArrayList<String>());
    var on = new AtomicBoolean(true);
    var decisions =
        new Thread(
            () -> {
              while (on.get()) {
                var answer = server.decide("nobody", "[\"hero\"]", RAIN);
                if (answer.status() != 200
                    || !"known".equals(answer.json().at("/decisions/0/outcome").asText())) {
                  failures.add(answer.raw().body());
                }
                seen.add(
                    answer.json().path("ruleset").asText()
                        + answer.json().at("/decisions/0/content/headline").asText());
              }
            });
    decisions.start();
    awaitSeen(seen, "rain");
    for (int i = 0; i < 4; i++) {
      save("contents/rain.yaml", "headline: rain-" + i + "\n");
      awaitSeen(seen, "rain-" + i);
    }
    on.set(false);
    decisions.join();

    assertThat(failures).isEmpty();
    assertThat(seen.stream().map(s -> s.substring(0, 64)).distinct().count())
        .as("a version has one headline")
        .isEqualTo(seen.size())
        .isEqualTo(5);
  }

  private void awaitHeadline(String expected) {
    Awaitility.await()
        .atMost(LIVE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() -> assertThat(headline()).isEqualTo(expected));
  }

  private static void awaitSeen(Set<String> seen, String headline) {
    Awaitility.await()
        .atMost(LIVE)
        .until(() -> Set.copyOf(seen).stream().anyMatch(one -> one.endsWith(headline)));
  }

  private String headline() {
    var answer = server.decide("nobody", "[\"hero\"]", RAIN);
    return answer.json().at("/decisions/0/content/headline").asText();
  }

  private void save(String name, String text) throws IOException {
    write(rules.resolve(name), text);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private record Run(int exit, String said, String complained) {}

  private Run run(String... args) {
    var all = new ArrayList<>(Arrays.asList("rules", args[0]));
    all.addAll(
        Arrays.asList(
            "--server", "http://127.0.0.1:" + server.port(), "--key", server.key(KeyKind.ADMIN)));
    all.addAll(Arrays.asList(args).subList(1, args.length));
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var realOut = System.out;
    var realErr = System.err;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    try {
      int exit = CommandLines.run(all.toArray(String[]::new), Map.of());
      return new Run(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
