package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A month of five campaigns of steps over web, app, e-mail, post and call centre, on two members of
 * which one is killed by {@code kill -9} now and then, by a clock that is moved. Whether a limit
 * was broken is asked of PostgreSQL's tables by {@code month-check.sql}, which shares nothing with
 * the server. {@code -Dmonth.visitors}, {@code -Dmonth.days} and {@code -Dmonth.kills} say how
 * much, {@code -Dmonth.visits} how many of a hundred visitors come by between two moves of the
 * clock.
 */
class MonthIT {
  private static final int VISITORS = Integer.getInteger("month.visitors", 160);
  private static final int DAYS = Integer.getInteger("month.days", 10);
  private static final int KILLS = Integer.getInteger("month.kills", 2);
  private static final int VISITS = Integer.getInteger("month.visits", 25);
  private static final int MEAN_HOURS = 16;
  private static final int TURNS = DAYS * 24 / MEAN_HOURS;

  /** So many visitors buy often enough in each arm for the ledger to show intervals. */
  private static final int ENOUGH = 1_000;

  /** So many take so long that members are started with all of Java's compiler. */
  private static final int MANY = 10_000;

  /** So that days and weeks begin after the same turns, whenever the test runs. */
  private static final LocalTime BEGINS = LocalTime.of(18, 0);

  private static final long SEED = 20_261_130;
  private static final Duration MOST = Duration.ofMinutes(30);

  @Test
  void a_month_breaks_no_limit_and_its_uplift_is_found(@TempDir Path folder) throws Exception {
    int budget = Math.max(5, VISITORS / 3);
    int daily = Math.max(1, VISITORS / 100);
    var random = new Random(SEED);
    long began = System.nanoTime();
    try (var members = new MonthMembers(folder, TestDatabase.url(), VISITORS >= MANY)) {
      members.publish(MonthShop.rules(budget, daily));
      var now = members.clock().now().atOffset(ZoneOffset.UTC);
      var begins = now.with(BEGINS);
      members
          .clock()
          .pass(Duration.between(now, begins.isBefore(now) ? begins.plusDays(1) : begins));
      var visitors = new MonthVisitors(members, VISITORS, VISITS / 100.0, TURNS / 3);
      var from = LocalDate.ofInstant(members.clock().now(), ZoneOffset.UTC);
      int kills = 0;
      for (int turn = 0; turn < TURNS || isAnyoneInside(members); turn++) {
        assertThat(turn).as("turns until everybody has left").isLessThan(2 * TURNS);
        if (turn % (TURNS / (KILLS + 1)) == TURNS / (KILLS + 1) - 1 && kills < KILLS) {
          kills++;
          members.killSoon(random);
        }
        visitors.turn(turn);
        members.rest(MOST);
        visitors.messages(turn);
        if (VISITORS >= ENOUGH) {
          System.out.printf(
              "turn %d at %s, %d s%n",
              turn, members.clock().now(), Duration.ofNanos(System.nanoTime() - began).toSeconds());
        }
        members
            .clock()
            .pass(Duration.ofMinutes(8 * 60 + random.nextInt(2 * (MEAN_HOURS - 8) * 60)));
      }
      members.whole();
      var found = check(members, budget, daily);
      System.out.printf(
          "%,d visitors, %d days, %d kills in %d s: %s, %,d contacts by campaign%n",
          VISITORS,
          DAYS,
          kills,
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          found,
          visitors.contacts());
      assertThat(found)
          .allSatisfy(
              (check, many) -> {
                if (check.startsWith("seen: ")) {
                  assertThat(many).as(check).isPositive();
                } else {
                  assertThat(many).as(check).isZero();
                }
              });
      uplifts(members, visitors, from);
    }
  }

  /** By each campaign, unless its report says that there were too few. */
  private static void uplifts(MonthMembers members, MonthVisitors visitors, LocalDate from)
      throws IOException, InterruptedException, SQLException {
    int measured = 0;
    int found = 0;
    for (var campaign : MonthShop.CAMPAIGNS) {
      var effect =
          members
              .get(
                  "/v1/campaigns/%s/report?from=%s&until=%s&metric=bought-%s"
                      .formatted(campaign, from, from.plusDays(4L * DAYS), campaign))
              .path("effect");
      double truth =
          visitors.lifted(campaign)
              / number(
                  members,
                  "select count(*) from exposure where experiment = 'holdout:%s' and variation = 'known'"
                      .formatted(campaign));
      var contrast = contrast(effect);
      var interval = contrast.path("difference");
      System.out.printf(
          Locale.ROOT, "%s: truth %.4f, ledger %s%n", campaign, truth, contrast.path("difference"));
      if (interval.has("value")) {
        measured++;
        found +=
            interval.path("low").asDouble() <= truth && truth <= interval.path("high").asDouble()
                ? 1
                : 0;
      } else {
        assertThat(contrast.at("/missing/reason").asText()).isEqualTo("TOO_FEW_CONVERSIONS");
      }
    }
    assertThat(found).as("intervals that hold the truth").isEqualTo(measured);
    assertThat(measured)
        .isGreaterThanOrEqualTo(VISITORS >= ENOUGH ? MonthShop.CAMPAIGNS.size() : 0);
  }

  private static JsonNode contrast(JsonNode effect) {
    for (var contrast : effect.path("contrasts")) {
      if (contrast.path("pair").asText().equals("KNOWING_OVER_DEFAULT")) {
        return contrast;
      }
    }
    throw new AssertionError("No contrast: " + effect);
  }

  private static boolean isAnyoneInside(MonthMembers members) throws SQLException {
    return number(
            members,
            "select count(*) filter (where body::json -> 'values' ->> 'kind' = 'entered')"
                + " - count(*) filter (where body::json -> 'values' ->> 'kind' = 'left')"
                + " from event where type = 'step'")
        > 0;
  }

  private static long number(MonthMembers members, String sql) throws SQLException {
    try (var connection = members.clock().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** How many rows each check found. */
  private static Map<String, Long> check(MonthMembers members, int budget, int daily)
      throws IOException, SQLException {
    var sql =
        new String(
                MonthIT.class.getResourceAsStream("/month-check.sql").readAllBytes(),
                StandardCharsets.UTF_8)
            .replace(":budget", Integer.toString(budget))
            .replace(":daily", Integer.toString(daily));
    var found = new TreeMap<String, Long>();
    try (var connection = members.clock().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.put(rows.getString(1), rows.getLong(2));
      }
    }
    return found;
  }
}
