package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.export.ExportFormat;
import io.knowfirst.server.export.Exported;
import io.knowfirst.server.export.Exports;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server stored, read by the tools of others. */
class ExportServedTest {
  private static final int VISITORS = 50;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
  private static final Instant EVER = Instant.EPOCH;
  private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  @TempDir private static Path folder;
  private static final String URL = TestDatabase.url();
  private static final StoredRows STORED = new StoredRows(URL);
  private static TestServer server;
  private static Vertx vertx;
  private static Database database;

  @BeforeAll
  static void start() throws SQLException {
    var files = SmallShop.files();
    files.put(
        "metrics.yaml",
        "- {id: conversion, kind: conversion, event: Order Completed, window: 14}\n");
    server = TestServer.start(folder, URL, files);
    for (int i = 0; i < VISITORS; i++) {
      var visitor = "v-" + i + (i % 7 == 0 ? "-\u00fc\u00df" : "");
      var placed = server.decide(visitor, "[\"shelf\"]", "").json().at("/decisions/0");
      var exposure =
          "{\"type\":\"exposure\",\"messageId\":\"x\",\"userId\":\"%s\",\"token\":\"%s\"}"
              .formatted(visitor, placed.path("token").asText());
      var sent = server.post("/v1/events", "{\"batch\":[" + exposure + "]}");
      assertThat(sent.status()).isEqualTo(200);
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> report().path("visitors").asInt() == VISITORS);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                STORED
                    .of("select coalesce(sum(decisions), 0) from decision_log")
                    .equals(List.of("" + VISITORS)));
    vertx = Vertx.vertx();
    database = Database.open(vertx, DatabaseSettings.external(folder, URL));
  }

  @AfterAll
  static void stop() {
    database.close();
    vertx.close().await();
    server.close();
  }

  private static JsonNode report() {
    return server.get("/v1/experiments/layout/report").json();
  }

  /** What a query gives after a statement in the same session. */
  private static List<String> in(String before, String query) throws SQLException {
    var all = new ArrayList<String>();
    try (var connection = STORED.connect();
        var statement = connection.createStatement()) {
      statement.execute(before);
      try (var rows = statement.executeQuery(query)) {
        while (rows.next()) {
          all.add(rows.getString(1));
        }
      }
    }
    return all;
  }

  private static Map<String, Integer> reported() {
    var counts = new TreeMap<String, Integer>();
    for (var row : report().at("/metrics/0/rows")) {
      counts.put(row.path("variation").asText(), row.path("visitors").asInt());
    }
    return counts;
  }

  private static byte[] written(Exported what, ExportFormat format) {
    var out = new ByteArrayOutputStream();
    new Exports(database).write(what, format, EVER, NEVER, out);
    return out.toByteArray();
  }

  private static List<JsonNode> lines(Exported what) throws Exception {
    var lines = new ArrayList<JsonNode>();
    for (var line :
        new String(written(what, ExportFormat.NDJSON), StandardCharsets.UTF_8).lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  @Test
  void DuckDB_counts_from_the_Parquet_what_the_report_says() throws Exception {
    var file = folder.resolve("exposures.parquet");
    Files.write(file, written(Exported.EXPOSURES, ExportFormat.PARQUET));
    var counted = new TreeMap<String, Integer>();
    try (var duck = DriverManager.getConnection("jdbc:duckdb:");
        var rows =
            duck.createStatement()
                .executeQuery(
                    """
                    select variation, count(*) from (
                      select visitor, arg_min(variation, "timestamp") as variation, bool_or(bot) as bot
                      from read_parquet('%s') where experiment = 'layout' and phase = 1 group by visitor)
                    where not bot group by variation"""
                        .formatted(file))) {
      while (rows.next()) {
        counted.put(rows.getString(1), rows.getInt(2));
      }
    }
    assertThat(counted).isEqualTo(reported());
    assertThat(counted.values().stream().mapToInt(n -> n).sum()).isEqualTo(VISITORS);
  }

  @Test
  void DuckDB_reads_every_column_of_every_export_as_the_lines_have_it() throws Exception {
    for (var what : Exported.values()) {
      var file = folder.resolve(what + ".parquet");
      Files.write(file, written(what, ExportFormat.PARQUET));
      var expected = new ArrayList<Map<String, String>>();
      for (var line : lines(what)) {
        var row = new HashMap<String, String>();
        line.properties().forEach(field -> row.put(field.getKey(), field.getValue().asText()));
        expected.add(row);
      }
      var found = new ArrayList<Map<String, String>>();
      try (var duck = DriverManager.getConnection("jdbc:duckdb:");
          var statement = duck.createStatement()) {
        statement.execute("set timezone = 'UTC'");
        try (var rows = statement.executeQuery("select * from read_parquet('" + file + "')")) {
          var about = rows.getMetaData();
          while (rows.next()) {
            var row = new HashMap<String, String>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
              var value = rows.getObject(i);
              if (value instanceof OffsetDateTime time) {
                row.put(about.getColumnName(i), time.toInstant().toString());
              } else if (value != null) {
                row.put(about.getColumnName(i), value.toString());
              }
            }
            found.add(row);
          }
        }
      }
      assertThat(found).as(what.name()).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).as(what.name()).isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void the_view_of_decisions_says_what_the_log_says() throws Exception {
    var viewed =
        STORED.of(
            "select concat_ws('|', decision, visitor, placement, outcome, variation, propensity, prefetched,"
                + " to_char(timestamp at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')) from export.decisions");
    var exported = new ArrayList<String>();
    for (var line : lines(Exported.DECISIONS)) {
      exported.add(
          String.join(
              "|",
              line.path("decision").asText(),
              line.path("visitor").asText(),
              line.path("placement").asText(),
              line.path("outcome").asText(),
              line.path("variation").asText(),
              line.path("propensity").asText().replaceFirst("\\.0$", ""),
              line.path("prefetched").asBoolean() ? "t" : "f",
              MICROS.format(Instant.parse(line.path("timestamp").asText()))));
    }
    assertThat(viewed).hasSize(VISITORS).containsExactlyInAnyOrderElementsOf(exported);
    assertThat(STORED.of("select distinct export.smile(body)::text from decision_log"))
        .hasSize(STORED.of("select 1 from decision_log").size());
  }

  /** The queries that GrowthBook writes for PostgreSQL with the tables of Segment. */
  @Test
  void the_assignment_query_of_GrowthBook_runs_as_it_is() throws Exception {
    var rows =
        in(
            "set search_path = export",
            """
            select variation_id || ' ' || count(distinct user_id) from (
            SELECT
              user_id,
              anonymous_id,
              received_at as timestamp,
              experiment_id,
              variation_id,
              context_campaign_source as source,
              context_campaign_medium as medium,
              (CASE
                WHEN context_user_agent LIKE '%Mobile%' THEN 'Mobile'
                ELSE 'Tablet/Desktop' END
              ) as device
            FROM
              experiment_viewed) e
            where experiment_id = 'layout' group by variation_id order by 1""");
    assertThat(rows)
        .containsExactlyElementsOf(
            reported().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
    assertThat(
            STORED.of(
                "SELECT user_id FROM (SELECT user_id, anonymous_id FROM export.identifies) i"))
        .isEmpty();
  }

  /** Tools rely on names and types: add columns, raise the version, change neither. */
  @Test
  void the_columns_of_version_1_are_these() throws Exception {
    assertThat(STORED.of("select version from export.version")).containsExactly("1");
    var columns =
        STORED.of(
            "select table_name || ': ' || string_agg(column_name || ' ' || udt_name, ', ' order by ordinal_position)"
                + " from information_schema.columns where table_schema = 'export' group by table_name order by table_name");
    assertThat(columns)
        .containsExactly(
            "decisions: second int8, timestamp timestamptz, decision text, visitor text, channel text, prefetched bool,"
                + " ruleset text, placement text, outcome text, campaign text, style text, content text,"
                + " experiment text, phase int4, variation text, propensity float8, holdout text,"
                + " holdout_arm text, rule text",
            "events: seq int8, timestamp timestamptz, received timestamptz, visitor text, sent_as text, message_id text,"
                + " type text, name text, sender text, body jsonb",
            "experiment_viewed: id text, user_id text, anonymous_id text, received_at timestamptz,"
                + " timestamp timestamptz, experiment_id text, variation_id text, phase int4,"
                + " context_campaign_source text, context_campaign_medium text, context_user_agent text,"
                + " context_location_country text",
            "experiments: experiment text, state text, phase int4, started timestamptz, changed timestamptz,"
                + " decision text, definition text",
            "exposures: seq int8, timestamp timestamptz, experiment text, phase int4, variation text, visitor text,"
                + " shown_to text, decision text, channel text, device text, bucket int4, propensity float8,"
                + " bot bool",
            "identifies: user_id text, anonymous_id text, received_at timestamptz",
            "metrics: experiment text, phase int4, metric text, variation text, day date, visitors int8,"
                + " total numeric, squares numeric, other_total numeric, other_squares numeric, products numeric",
            "version: version int4");
  }

  @Test
  void a_role_that_was_granted_the_export_reads_it_and_nothing_else() throws Exception {
    TestDatabase.asSuperuser("create role analyst_of_export nologin");
    TestDatabase.asSuperuser("grant analyst_of_export to knowfirst");
    try {
      new Exports(database).grant("analyst_of_export");
      var role = "set role analyst_of_export";
      assertThat(in(role, "select visitor from export.exposures")).hasSize(VISITORS);
      assertThat(in(role, "select visitor from export.decisions")).hasSize(VISITORS);
      for (var forbidden :
          List.of(
              "select visitor from event",
              "select hash from access_key",
              "delete from export.experiments returning experiment")) {
        assertThatThrownBy(() -> in(role, forbidden))
            .as(forbidden)
            .hasMessageContaining("permission denied");
      }
    } finally {
      STORED.change("drop owned by analyst_of_export");
      TestDatabase.asSuperuser("drop role analyst_of_export");
    }
    assertThatThrownBy(() -> new Exports(database).grant("x; drop table event"))
        .hasMessageContaining("expected small letters");
  }

  @Test
  void the_command_line_writes_a_whole_file_of_the_days_that_were_asked_for() throws Exception {
    var file = folder.resolve("events.csv");
    int code =
        CommandLines.run(
            new String[] {
              "export", "events", "--postgres", URL, "--format", "csv", "--out", file.toString()
            },
            Map.of());
    assertThat(code).isZero();
    var lines = Files.readAllLines(file);
    assertThat(lines).hasSize(1 + VISITORS);
    assertThat(lines.get(0))
        .isEqualTo("seq,timestamp,received,visitor,sent_as,message_id,type,name,sender,body");
    assertThat(
            CommandLines.run(
                new String[] {
                  "export",
                  "events",
                  "--postgres",
                  URL,
                  "--format",
                  "csv",
                  "--until",
                  "2020-01-01",
                  "--out",
                  file.toString()
                },
                Map.of()))
        .isZero();
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(
            CommandLines.run(
                new String[] {"export", "metrics", "--postgres", URL, "--since", "2020-01-01"},
                Map.of()))
        .isEqualTo(1);
  }
}
