package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server again and again while it decides and stores, by {@code kill -9}: 3 times, or as
 * often as {@code -Dkill.rounds} says. What was acknowledged is there once; what is counted beside
 * it is short of at most what docs/operations.md says.
 */
class KillIT {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 3);
  private static final int CALLERS = 4;
  private static final long SEED = 20_261_130;

  /** The second under way and the one that is being stored. */
  private static final Duration LOG_BOUND = Duration.ofSeconds(3);

  /** The two seconds between two additions, and the addition under way. */
  private static final Duration LEDGER_BOUND = Duration.ofSeconds(3);

  private record Decided(String id, long at) {}

  private final AtomicInteger next = new AtomicInteger();
  private final Set<String> events = ConcurrentHashMap.newKeySet();
  private final Set<String> exposed = ConcurrentHashMap.newKeySet();
  private final Set<Decided> decided = ConcurrentHashMap.newKeySet();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<String> refused = new AtomicReference<>("");
  private int inLog;
  private int inLedger;
  private int lost;

  @Test
  void what_was_acknowledged_is_there_once_after_every_kill(@TempDir Path folder) throws Exception {
    var url = TestDatabase.url();
    var random = new Random(SEED);
    String key = null;
    for (int round = 0; round < ROUNDS; round++) {
      long killed;
      int askedBefore = asked.get();
      decided.clear();
      try (var server =
          ServerProcess.serve(folder, "--port", "0", "--data", "data", "--postgres", url)) {
        key = key == null ? server.keys().get("secret") : key;
        killed = loadAndKill(server, key, 3_000 + random.nextInt(2_000));
      }
      check(url, killed, asked.get() - askedBefore);
      System.out.printf("kill %d of %d%n", round + 1, ROUNDS);
    }
    assertThat(refused.get()).isEmpty();
    assertThat(events).hasSizeGreaterThan(10 * ROUNDS);
    assertThat(exposed).isNotEmpty();
    System.out.printf(
        "%d kills: %,d events acknowledged, 0 lost, 0 doubled; %,d exposures; of %,d decisions answered %,d were not logged%n",
        ROUNDS, events.size(), exposed.size(), inLog + lost, lost);
  }

  /** Returns when the process was killed, in milliseconds since the epoch. */
  private long loadAndKill(ServerProcess server, String key, long millis)
      throws InterruptedException {
    var callers = Executors.newFixedThreadPool(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.execute(
          () -> {
            try {
              while (!Thread.currentThread().isInterrupted()) {
                visit(server, key, "kill-" + next.incrementAndGet());
              }
            } catch (IOException killed) {
              // That is what the test is about.
            } catch (InterruptedException interrupted) {
              Thread.currentThread().interrupt();
            }
          });
    }
    callers.shutdown();
    Thread.sleep(millis);
    long at = System.currentTimeMillis();
    server.kill();
    assertThat(callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    return at;
  }

  private void visit(ServerProcess server, String key, String visitor)
      throws IOException, InterruptedException {
    asked.incrementAndGet();
    var decision =
        server.post(
            "/v1/decisions",
            key,
            "{\"visitor\":{\"id\":\"%s\"},\"channel\":\"web\",\"placements\":[\"recommendations\"]}"
                .formatted(visitor));
    var id = decision.json().path("decisionId").asText();
    decided.add(new Decided(id, System.currentTimeMillis()));
    var placed = decision.json().at("/decisions/0");
    var shown =
        "{\"type\":\"exposure\",\"messageId\":\"x\",\"userId\":\"%s\",\"token\":\"%s\"}"
            .formatted(visitor, placed.path("token").asText());
    var viewed =
        "{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"v\",\"userId\":\"%s\",\"properties\":{\"product_id\":\"p\"}}"
            .formatted(visitor);
    var consent =
        "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"%s\",\"purposes\":{\"personalization\":true}}"
            .formatted(visitor);
    var body = "{\"batch\":[" + consent + "," + shown + "," + viewed + "]}";
    var stored = server.post("/v1/events", key, body);
    if (stored.status() != 200) {
      refused.set(stored.json().toString());
    } else if (stored.json().path("accepted").asInt() == 3) {
      events.add(visitor);
      if (placed.path("outcome").asText().equals("tested")) {
        exposed.add(visitor);
      }
      if (next.get() % 5 == 0) {
        server.post("/v1/events", key, body); // A sender that is not sure sends again.
      }
    }
  }

  private void check(String url, long killed, int askedNow) throws SQLException {
    var rows =
        Set.copyOf(
            select(
                url,
                "select visitor || ' ' || message_id || ' ' || count(*) from event group by visitor, message_id"));
    // By look-up: AssertJ compares each with each, which takes hours of 200 rounds.
    assertThat(events.stream().flatMap(v -> Stream.of(v + " c 1", v + " v 1")))
        .allMatch(rows::contains);
    var exposures = Set.copyOf(select(url, "select distinct visitor from exposure"));
    assertThat(exposed.stream()).allMatch(exposures::contains);

    // The backend of a killed process may still be at its last statement.
    var log = new java.util.HashSet<String>();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                select(
                        url,
                        "select 1 from pg_stat_activity where application_name = 'knowfirst' and state = 'active'")
                    .isEmpty());
    log.addAll(select(url, "select decision from export.decisions"));
    var missing = decided.stream().filter(one -> !log.contains(one.id())).toList();
    assertThat(missing).allMatch(one -> one.at() > killed - LOG_BOUND.toMillis());
    lost += missing.size();

    int logged = log.size() - inLog;
    inLog = log.size();
    assertThat(logged).isLessThanOrEqualTo(askedNow);
    int ledger =
        Integer.parseInt(
            select(url, "select coalesce(sum(decisions), 0) from decision_count").get(0));
    int counted = ledger - inLedger;
    inLedger = ledger;
    long sure =
        decided.stream().filter(one -> one.at() <= killed - LEDGER_BOUND.toMillis()).count();
    assertThat((long) counted).isBetween(sure, (long) askedNow);
  }

  private static List<String> select(String url, String sql) throws SQLException {
    var jdbc =
        url.replaceFirst(
            "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
            "jdbc:postgresql://$3?user=$1&password=$2&$4");
    var all = new java.util.ArrayList<String>();
    try (var connection = DriverManager.getConnection(jdbc);
        var rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }
}
