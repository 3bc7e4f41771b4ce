package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When steps and triggers have their turn, by a clock that is moved, over real HTTP. */
class StepTimesServedTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
  private static final String STEPS =
      """
      id: %1$s
      style: steps
      enter: %1$s-fans
      priority: %2$d
      purpose: personalization
      owner: me
      steps:
      %3$s
      """;

  private static final String URL = TestDatabase.url();
  private static final StoredRows STORED = new StoredRows(URL);

  private static Path clock;
  private static long ahead;
  private static TestServer server;
  private static HookReceiver receiver;

  private static Map<String, String> files() {
    var files = MailShop.files();
    files.merge(
        "shop.yaml",
        """
        channels:
          email: {quiet: "21:00-08:00"}
          post: {preferredBy: jeans-buyers}
          call-centre: {quiet: "21:00-09:00"}
        """,
        String::concat);
    files.merge("placements.yaml", "- {id: script, channel: call-centre}\n", String::concat);
    files.put(
        "campaigns/mailed.yaml",
        STEPS.formatted("mailed", 90, "  - {step: m1, send: mail, at: moment}"));
    files.put(
        "campaigns/called.yaml", // below mail-jeans, which takes the letter
        STEPS.formatted("called", 40, "  - {step: c1, send: mail, at: [letter, script]}"));
    files.put(
        "campaigns/twice.yaml",
        STEPS.formatted(
            "twice",
            80,
            "  - {step: t1, send: mail, at: letter}\n  - wait: 2d\n  - {step: t2, send: mail, at: letter}"));
    var rules = new StringBuilder("package small.times;\nimport io.knowfirst.rules.facts.*;\n");
    for (var campaign : List.of("mailed", "called", "twice")) {
      rules.append(
          """
          rule "Who began %1$s is a fan of it"
              @kind("behavioural") @owner("me")
          when
              Did(event == "Began %1$s")
          then
              insert(new Member("%1$s-fans"));
          end
          """
              .formatted(campaign));
    }
    files.put("segments/times.drl", rules.toString());
    files.put(
        "campaigns/dreams.drl",
        """
        package small.dreams;
        import io.knowfirst.rules.facts.*;
        rule "Who dreamt of something is written to days later"
            @campaign("moment") @owner("me") @trigger("5d after Dreamt")
        when
            Did(event == "Dreamt")
        then
            insert(new Offer("moment"));
        end
        """);
    return files;
  }

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    clock = Files.write(folder.resolve("clock"), new byte[Long.BYTES]);
    System.setProperty("knowfirst.test.clock", clock.toString());
    try {
      server = TestServer.startWithPrivateWebhooks(folder, URL, files());
    } finally {
      System.clearProperty("knowfirst.test.clock");
    }
    receiver = new HookReceiver();
    var made =
        server.postAsAdmin(
            "/v1/webhooks", "{\"url\":\"%s\",\"events\":[\"step.due\"]}".formatted(receiver.url()));
    assertThat(made.status()).isEqualTo(201);
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  private static Instant now() {
    return Instant.now().plusMillis(ahead);
  }

  private static void moveTo(Instant then) throws IOException {
    ahead = Math.max(ahead, Duration.between(Instant.now(), then).toMillis());
    try (var channel = Files.newByteChannel(clock, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, ahead));
    }
  }

  private static ZonedDateTime next(LocalTime time, ZoneId zone) {
    var today = now().atZone(zone).with(time);
    return today.toInstant().isAfter(now()) ? today : today.plusDays(1);
  }

  @Test
  void nobody_is_contacted_in_the_quiet_hours_of_their_zone_and_the_channel_that_is_used()
      throws IOException {
    moveTo(next(LocalTime.of(22, 30), TOKYO).toInstant());
    for (var who : List.of("tokyo", "berlin")) {
      consents(who, "\"email\":true");
      event(who, "identify", "\"traits\":{\"timezone\":\"%s\"}".formatted(zone(who)));
      event(who, "track", "\"event\":\"Began mailed\",\"properties\":{}");
    }
    // The letter of another campaign comes first, so a call would be left.
    consents("caller", "\"post\":true,\"phone\":true");
    event("caller", "identify", "\"traits\":{\"timezone\":\"Asia/Tokyo\"}");
    event(
        "caller",
        "track",
        "\"event\":\"Order Completed\",\"properties\":{\"products\":[{\"product_id\":\"p\",\"category\":\"apparel.jeans\",\"price\":10}]}");
    event("caller", "track", "\"event\":\"Began called\",\"properties\":{}");

    await().atMost(SOON).until(() -> told("berlin") == 1);
    var morning = next(LocalTime.of(8, 0), TOKYO);
    await().atMost(SOON).until(() -> dues("tokyo", "@steps").contains(morning.toInstant()));
    await()
        .atMost(SOON)
        .until(() -> dues("caller", "@steps").contains(morning.plusHours(1).toInstant()));
    assertThat(told("tokyo")).isZero();
    assertThat(told("caller")).isZero();

    moveTo(morning.plusHours(1).plusMinutes(1).toInstant());
    await().atMost(SOON).until(() -> told("tokyo") == 1 && told("caller") == 1);
  }

  private static String zone(String who) {
    return who.equals("tokyo") ? "Asia/Tokyo" : "Europe/Berlin";
  }

  @Test
  void an_export_holds_what_is_to_come_and_what_was_sent_and_an_erasure_ends_both()
      throws SQLException {
    consents("ida-zq5", "\"post\":true");
    event("ida-zq5", "track", "\"event\":\"Began twice\",\"properties\":{}");
    event("ida-zq5", "track", "\"event\":\"Dreamt\",\"properties\":{}");

    await().atMost(SOON).until(() -> told("ida-zq5") == 1);
    await().atMost(SOON).until(() -> !dues("ida-zq5", "@steps").isEmpty());
    assertThat(dues("ida-zq5", "Who dreamt of something is written to days later")).hasSize(1);
    assertThat(export("ida-zq5").filter(line -> line.path("kind").asText().equals("message")))
        .singleElement()
        .satisfies(line -> assertThat(line.at("/body/data/step").asText()).isEqualTo("t1"));

    assertThat(server.deleteAsAdmin("/v1/visitors/ida-zq5").status()).isEqualTo(200);
    assertThat(STORED.tablesWith("ida-zq5")).isEmpty();
  }

  @Test
  void two_ids_that_turn_out_to_be_one_person_take_each_further_step_once() throws IOException {
    for (var who : List.of("may", "may-old")) {
      consents(who, "\"post\":true");
      event(who, "track", "\"event\":\"Began twice\",\"properties\":{}");
      await().atMost(SOON).until(() -> told(who) == 1);
    }
    var merged = server.post("/v1/visitors/may/ids", "{\"id\":\"may-old\"}");
    assertThat(merged.status()).as(merged.json().toString()).isEqualTo(200);

    moveTo(now().plus(Duration.ofHours(49)));
    await().atMost(SOON).until(() -> told("may") + told("may-old") == 3);
    await().atMost(SOON).until(() -> moves("may").anyMatch("left t2"::equals));
    moveTo(now().plus(Duration.ofHours(49)));
    event("may-old", "track", "\"event\":\"Came by\",\"properties\":{}");
    consents("other", "\"post\":true");
    event("other", "track", "\"event\":\"Began twice\",\"properties\":{}");
    await().atMost(SOON).until(() -> told("other") == 1);
    assertThat(moves("may").filter("sent t2"::equals)).hasSize(1);
    assertThat(told("may") + told("may-old")).isEqualTo(3);
  }

  private static void consents(String id, String more) {
    event(id, "consent", "\"purposes\":{\"personalization\":true,%s}".formatted(more));
  }

  private static void event(String id, String type, String more) {
    var event =
        "{\"type\":\"%s\",\"messageId\":\"%s\",\"userId\":\"%s\",%s}"
            .formatted(type, UUID.randomUUID(), id, more);
    var answer = server.post("/v1/events", "{\"batch\":[" + event + "]}");
    assertThat(answer.json().path("accepted").asInt()).as(answer.json().toString()).isEqualTo(1);
  }

  private static Stream<JsonNode> export(String visitor) {
    return server
        .get("/v1/visitors/" + visitor + "/export")
        .raw()
        .body()
        .lines()
        .map(StepTimesServedTest::json);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException broken) {
      throw new IllegalArgumentException(text, broken);
    }
  }

  /** When the visitor is looked at for a rule. */
  private static List<Instant> dues(String visitor, String rule) {
    return export(visitor)
        .filter(line -> line.path("kind").asText().equals("timer"))
        .filter(line -> line.path("rule").asText().equals(rule))
        .map(line -> ZonedDateTime.parse(line.path("due").asText()).toInstant())
        .toList();
  }

  private static Stream<String> moves(String visitor) {
    return export(visitor)
        .filter(line -> line.path("type").asText().equals("step"))
        .map(line -> line.at("/body/values"))
        .map(move -> move.path("kind").asText() + " " + move.path("step").asText());
  }

  /** How many messages; one that comes again has the same id. */
  private static long told(String visitor) {
    return receiver.told().stream()
        .filter(one -> json(one.body()).at("/data/visitor/id").asText().equals(visitor))
        .map(one -> one.header("webhook-id"))
        .distinct()
        .count();
  }
}
