package io.knowfirst.server.rulesets.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.rulesets.liveness.LiveRules.Line;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members by one clock that a test moves, over a real PostgreSQL. */
class LivenessTest {
  private static final String RULE = "Who bought a is a buyer";
  private static final String OTHER = "Who is on the home page is at home";

  private final Vertx vertx = Vertx.vertx();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final SilenceMeter meter = new SilenceMeter(metrics);
  private final List<Set<String>> asked = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-02T00:30:00Z");
  private Database database;
  private RuleBase rules;
  private Liveness one;
  private Liveness two;

  @BeforeEach
  void open() {
    database = TestDatabase.open(vertx);
    rules = rules(90);
    one = member();
    two = member();
  }

  @AfterEach
  void close() {
    await(one.close());
    await(two.close());
    database.close();
    await(vertx.close());
  }

  private Liveness member() {
    return new Liveness(
        vertx,
        database.pool(),
        () -> rules,
        (base, silent) -> {
          asked.add(Set.copyOf(silent));
          return Map.of(RULE, "In 9 of 10 daysAgo <= 90 fails.");
        },
        () -> now,
        meter);
  }

  private RuleBase rules(int days) {
    var files = new TreeMap<String, String>();
    files.put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n");
    files.put("placements.yaml", "[]\n");
    var head = "package a;\nimport io.knowfirst.rules.facts.*;\n";
    files.put(
        "segments/a.drl",
        head + rule(RULE, "Bought(category == \"a\", daysAgo <= " + days + ")", "a"));
    files.put("segments/b.drl", head + rule(OTHER, "Page(type == \"home\")", "b"));
    return RuleBase.of(RuleFolder.of(files));
  }

  private static String rule(String name, String condition, String segment) {
    return """
        rule "%s" @kind("behavioural") @owner("me")
        when
            %s
        then
            insert(new Member("%s"));
        end
        """
        .formatted(name, condition, segment);
  }

  /** Each member decides ten times an hour; the rule fires in three of ten. */
  private void hours(int hours, boolean fires) {
    for (int hour = 0; hour < hours; hour++) {
      for (var member : List.of(one, two)) {
        for (int i = 0; i < 10; i++) {
          member.decided(fires && i < 3 ? List.of(RULE, OTHER) : List.of(OTHER));
        }
        await(member.flush());
      }
      now = now.plus(Duration.ofHours(1));
    }
  }

  private Line line(String rule) {
    return await(one.rules()).rules().stream()
        .filter(line -> line.rule().name().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void members_add_up_day_by_day_of_the_shops_clock() {
    hours(48, true);
    var live = await(two.rules());
    assertThat(live.ruleset()).isEqualTo(rules.hash());
    assertThat(live.days()).hasSize(14).last().hasToString("2026-11-04");
    // Berlin is an hour ahead: the first hour of its 4 November is the last of the 3rd in UTC.
    assertThat(live.decisions().subList(11, 14)).containsExactly(460L, 480L, 20L);
    assertThat(line(RULE).fires().subList(11, 14)).containsExactly(138L, 144L, 6L);
    assertThat(line(RULE).share()).isEqualTo(0.3);
    assertThat(line(OTHER).share()).isEqualTo(1);
    assertThat(line(RULE).lastFired()).isEqualTo(now.minus(Duration.ofHours(1)));
    assertThat(line(RULE).rule().owner()).isEqualTo("me");
  }

  @Test
  void a_rule_that_falls_silent_is_told_once_until_it_fires_again() {
    hours(8 * 24, true);
    await(one.look());
    assertThat(line(RULE).alert()).isNull();
    var last = line(RULE).lastFired();
    hours(1, false);
    await(one.look());
    assertThat(line(RULE).alert()).as("6 are missed, 7.6 must be of two rules").isNull();
    hours(1, false);
    await(one.look());
    await(two.look());
    var alert = line(RULE).alert();
    assertThat(alert).isNotNull();
    assertThat(alert.expected()).isEqualTo(12);
    assertThat(alert.since()).isEqualTo(last);
    assertThat(alert.edited()).isNull();
    assertThat(alert.words())
        .isEqualTo(
            "has not fired since %s, where 12 times were to be expected. In 9 of 10 daysAgo <= 90 fails."
                .formatted(last));
    assertThat(line(OTHER).alert()).isNull();
    assertThat(asked).as("one member looks for the reason").containsExactly(Set.of(RULE));
    assertThat(metrics.get("knowfirst.rules.silent").gauge().value()).isEqualTo(1);
    assertThat(metrics.get("knowfirst.rule.silent").tag("rule", RULE).gauge().value())
        .isEqualTo(3 * 3_600);
    hours(1, true);
    assertThat(line(RULE).alert()).as("it fires again").isNull();
  }

  @Test
  void an_alert_says_that_the_rules_file_changed() {
    hours(8 * 24, true);
    rules = rules(1);
    var edited = now;
    hours(3, false);
    await(two.look());
    assertThat(line(RULE).alert()).isNotNull();
    assertThat(line(RULE).alert().edited()).isEqualTo(edited);
    assertThat(line(RULE).alert().words()).contains("Its file changed at " + edited + ".");
  }

  @Test
  void what_cannot_be_stored_is_counted_later() {
    var batch = new FireCounts();
    batch.count(List.of(RULE));
    var taken = batch.take();
    batch.count(List.of(RULE));
    batch.giveBack(taken);
    assertThat(batch.take())
        .isEqualTo(new FireCounts.Batch(2, new TreeMap<>(Collections.singletonMap(RULE, 2L))));
    assertThat(batch.take().isEmpty()).isTrue();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
