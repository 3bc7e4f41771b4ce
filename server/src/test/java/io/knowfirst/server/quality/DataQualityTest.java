package io.knowfirst.server.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members count what comes in, and the installation's counts are those of all of them. */
class DataQualityTest {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");
  private static Vertx vertx;
  private static Database database;

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Instant now = START;
  private final DataQuality quality = member(new QualityTable(database.pool()));

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    database = TestDatabase.open(vertx);
  }

  @AfterAll
  static void close() {
    database.close();
    await(vertx.close());
  }

  @BeforeEach
  void nothingIsCountedYet() {
    await(database.pool().query("delete from data_quality").execute());
  }

  @Test
  void whatIsCountedIsToldWithWhoSentItAndWhen() {
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-1");
    now = START.plusSeconds(60);
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-2");
    quality.count(Kind.OTHER_CURRENCY, "JPY", "k-2");
    assertThat(findings(quality))
        .containsExactly(
            new QualityFinding(Kind.OTHER_CURRENCY, "JPY", 3, START, now, Set.of("k-1", "k-2")));
    assertThat(metrics.get("knowfirst.data").tag("kind", "other-currency").counter().count())
        .isEqualTo(3);
  }

  @Test
  void everyMemberTellsWhatAllHaveCountedAndARestartForgetsNothing() {
    quality.count(Kind.UNKNOWN_EVENT, "Tee Time Booked", "k-1");
    await(quality.store());
    now = START.plusSeconds(9);
    var other = member(new QualityTable(database.pool()));
    other.count(Kind.UNKNOWN_EVENT, "Tee Time Booked", "k-2");
    await(other.store());
    quality.count(Kind.UNKNOWN_EVENT, "Tee Time Booked");
    await(quality.store());
    var restarted = member(new QualityTable(database.pool()));
    for (var member : List.of(quality, other, restarted)) {
      assertThat(findings(member))
          .containsExactly(
              new QualityFinding(
                  Kind.UNKNOWN_EVENT, "Tee Time Booked", 3, START, now, Set.of("k-1", "k-2")));
    }
  }

  @Test
  void whatCannotBeStoredNowIsStoredLater() {
    var away = new boolean[] {true};
    var member = member(new SwitchedCounts(database.pool(), () -> away[0]));
    member.count(Kind.UNREAD_AMOUNT, "Order Completed revenue");
    assertThat(member.findings().failed()).isTrue();
    member.count(Kind.UNREAD_AMOUNT, "Order Completed revenue");
    away[0] = false;
    assertThat(findings(member)).extracting(QualityFinding::count).containsExactly(2L);
  }

  @Test
  void namesWithoutEndTakeNoSpaceAndHideNoFrequentName() {
    for (int member = 0; member < 3; member++) {
      for (int i = 0; i < 5; i++) {
        quality.count(Kind.UNKNOWN_EVENT, "Tee Time Booked");
      }
      for (int i = 0; i < 3_000; i++) {
        quality.count(Kind.UNKNOWN_EVENT, "junk " + member + " " + i, "k-" + i);
      }
      await(quality.store());
    }
    var findings = findings(quality);
    assertThat(findings).hasSizeLessThanOrEqualTo(DataQuality.NAMES + 1);
    assertThat(findings.stream().mapToLong(QualityFinding::count).sum()).isEqualTo(9_015);
    assertThat(findings).anyMatch(f -> f.name().equals("Tee Time Booked") && f.count() == 15);
    assertThat(findings.get(0).name()).isEqualTo(DataQuality.OTHERS);
    assertThat(findings.get(0).keys()).isEmpty();
  }

  @Test
  void aNameThatNobodySendsAnyMoreIsForgottenAfterAWhile() {
    quality.count(Kind.UNKNOWN_PURPOSE, "advertisng");
    await(quality.store());
    now = START.plus(Duration.ofDays(QualityTable.DAYS - 1));
    quality.count(Kind.UNKNOWN_PURPOSE, "other");
    assertThat(findings(quality)).hasSize(2);
    now = START.plus(Duration.ofDays(QualityTable.DAYS + 1));
    quality.count(Kind.UNKNOWN_PURPOSE, "other");
    assertThat(findings(quality)).extracting(QualityFinding::name).containsExactly("other");
  }

  @Test
  void ofManyKeysTheFirstFewAreKept() {
    for (int i = 0; i < 30; i++) {
      quality.count(Kind.OLD_EVENT, "timestamp", "key-" + i);
      await(quality.store());
    }
    assertThat(findings(quality).get(0).keys())
        .hasSize(DataQuality.KEYS)
        .contains("key-0", "key-9")
        .doesNotContain("key-10");
  }

  @Test
  void aLongNameIsCutAndOneThatCannotBeStoredMended() {
    quality.count(Kind.UNKNOWN_PURPOSE, "x".repeat(5_000));
    quality.count(Kind.UNKNOWN_EVENT, "a\0b\ud800c");
    assertThat(findings(quality))
        .extracting(finding -> finding.name().length(), finding -> finding.name().charAt(0))
        .containsExactly(tuple(5, 'a'), tuple(120, 'x'));
    assertThat(findings(quality).get(0).name()).isEqualTo("a\ufffdb\ufffdc");
  }

  private DataQuality member(QualityStore store) {
    return new DataQuality(() -> now, metrics, store);
  }

  private static List<QualityFinding> findings(DataQuality quality) {
    return await(quality.findings());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
