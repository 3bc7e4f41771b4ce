package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.experiments.assignment.Holdout;
import io.knowfirst.experiments.assignment.Holdout.Arm;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor saw first holds after a login, and what is recorded of it. */
class StickyServedTest {
  private static final String RAIN =
      ",\"context\":{\"weather\":{\"condition\":\"rain\",\"celsius\":9}}";
  private static String url = "";
  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    var files = SmallShop.files();
    files.put(
        "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\nconsent: measured\nholdout: 2000\n");
    files.compute(
        "experiments/layout.yaml",
        (name, text) -> text + "forced: {tester: grid}\naudience: 'not Page(type == \"none\")'\n");
    url = TestDatabase.url();
    server = TestServer.start(folder, url, files);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_login_flips_neither_the_variation_nor_what_it_shows() {
    int otherwise = 0;
    for (int i = 0; i < 12; i++) {
      var first = decided("anon-" + i, "shelf", "");
      var fresh = decided("user-" + i, "shelf", "").at("/experiment/variation").asText();
      var seen = first.at("/experiment/variation").asText();
      otherwise += fresh.equals(seen) ? 0 : 1;
      confirm("anon-" + i, first);
      login("anon-" + i, "user-" + i);

      for (var id : List.of("anon-" + i, "user-" + i)) {
        var after = decided(id, "shelf", "");
        assertThat(after.at("/experiment/variation").asText()).as(id).isEqualTo(seen);
        assertThat(after.at("/reason/notes").toString()).contains("sticky");
      }
    }
    assertThat(otherwise).as("whom their new id alone would have flipped").isPositive();
  }

  @Test
  void a_login_does_not_flip_the_arm_of_a_holdout() {
    var held = id("h", Arm.DEFAULT);
    var known = id("k", Arm.KNOWN);
    var before = decided(held, "hero", RAIN);
    assertThat(before.path("outcome").asText()).isEqualTo("default");
    assertThat(before.at("/holdout/arm").asText()).isEqualTo("default");
    assertThat(before.at("/holdout/scope").asText()).isEqualTo("global");
    assertThat(before.at("/holdout/propensity").asDouble()).isEqualTo(0.1);
    assertThat(decided(known, "hero", RAIN).path("outcome").asText()).isEqualTo("known");

    confirm(held, before);
    login(held, known);
    assertThat(decided(known, "hero", RAIN).at("/holdout/arm").asText()).isEqualTo("default");
  }

  @Test
  void everyone_for_whom_a_rule_applies_is_recorded_with_their_arm() throws SQLException {
    for (var arm : Arm.values()) {
      var visitor = id("recorded-" + arm, arm);
      confirm(visitor, decided(visitor, "hero", RAIN));
      var word = arm == Arm.TEST ? "tested" : arm == Arm.KNOWN ? "known" : "default";
      assertThat(exposures(visitor))
          .containsExactly("holdout " + word + " false", "holdout:rain " + word + " false");
    }
  }

  @Test
  void a_forced_visitor_is_shown_what_is_forced_and_not_counted() throws SQLException {
    var forced = decided("tester", "shelf", "");
    assertThat(forced.at("/experiment/variation").asText()).isEqualTo("grid");
    confirm("tester", forced);

    assertThat(exposures("tester")).isEmpty();
  }

  @Test
  void of_two_variations_that_met_at_a_login_the_later_is_marked() throws SQLException {
    var list = withVariation("one", "list");
    var grid = withVariation("two", "grid");
    confirm(list, decided(list, "shelf", ""));
    confirm(grid, decided(grid, "shelf", ""));
    login(grid, list);

    assertThat(decided(grid, "shelf", "").at("/experiment/variation").asText()).isEqualTo("list");
    assertThat(exposures(list)).containsExactly("layout list false grid");
    assertThat(exposures(grid)).containsExactly("layout grid true list");
  }

  private static String withVariation(String name, String variation) {
    return IntStream.range(0, 100)
        .mapToObj(i -> name + i)
        .filter(
            id -> decided(id, "shelf", "").at("/experiment/variation").asText().equals(variation))
        .findFirst()
        .orElseThrow();
  }

  private static String id(String name, Arm arm) {
    var holdout = new Holdout("global", 2_000);
    return IntStream.range(0, 1_000)
        .mapToObj(i -> name + i)
        .filter(id -> holdout.draw(id).arm() == arm)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode decided(String visitor, String placement, String more) {
    var answer = server.decide(visitor, "[\"" + placement + "\"]", more);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json().at("/decisions/0");
  }

  private static void confirm(String visitor, JsonNode placed) {
    var answer =
        server.post(
            "/v1/events",
            """
            {"type":"exposure","messageId":"shown-%1$s","userId":"%1$s","token":"%2$s"}"""
                .formatted(visitor, placed.path("token").asText()));
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
  }

  private static void login(String anonymous, String visitor) {
    var answer =
        server.post(
            "/v1/events",
            """
            {"type":"identify","messageId":"login-%2$s","anonymousId":"%1$s","userId":"%2$s"}"""
                .formatted(anonymous, visitor));
    assertThat(answer.json().path("accepted").asInt()).isEqualTo(1);
  }

  private static List<String> exposures(String visitor) throws SQLException {
    var all = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(jdbc());
        var statement =
            connection.prepareStatement(
                "select concat_ws(' ', experiment, variation, case when lost then 'true' else 'false' end, conflict)"
                    + " from exposure where visitor = ? order by experiment")) {
      statement.setString(1, visitor);
      var rows = statement.executeQuery();
      while (rows.next()) {
        all.add(rows.getString(1));
      }
    }
    return all;
  }

  /** {@code postgresql://user:password@host:port/name?…} as JDBC takes it. */
  private static String jdbc() {
    return url.replaceFirst(
        "postgresql://([^:]*):([^@]*)@([^?]*)\\?(.*)",
        "jdbc:postgresql://$3?user=$1&password=$2&$4");
  }
}
