package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.report.Report.Check;
import io.knowfirst.experiments.report.ReportFormat;
import io.knowfirst.experiments.report.ReportWriter;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A metric whose event does not come is told in the report, for it looks like one without an
 * effect.
 */
class ArrivalsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir private Path dir;
  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);
  private RuleFolder folder;

  @BeforeEach
  void open() {
    folder = Story.folder(dir, "[converted, basket, refunds]");
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  @Test
  void an_event_that_has_stopped_coming_is_told_with_the_day_it_came_last() {
    counted("Order Completed", "2026-11-01", "2026-11-16T23:00:00Z", "k-secret");
    counted("Order Refunded", "2026-11-01", "2026-11-20T09:00:00Z", "k-secret");
    var checks = checks();
    assertThat(checks).hasSize(1);
    assertThat(checks.get(0).numbers())
        .containsEntry("event", "Order Completed")
        .containsEntry("notSeenSince", "2026-11-16")
        .containsEntry("metrics", List.of("basket", "converted"));
    assertThat(page(Locale.ENGLISH))
        .contains("“Order Completed” has not been seen since")
        .contains("basket, converted counts nothing");
    assertThat(page(Locale.GERMAN))
        .contains("„Order Completed“ ist seit dem 16.11.2026 nicht mehr");
  }

  @Test
  void an_event_that_never_came_is_told_since_events_are_counted() {
    counted("Product Viewed", "2026-11-10", "2026-11-20T09:59:00Z", "k-site");
    assertThat(checks())
        .extracting(
            check -> check.numbers().get("event") + " " + check.numbers().get("notSeenSince"))
        .containsExactly("Order Completed 2026-11-10", "Order Refunded 2026-11-10");
  }

  @Test
  void a_metric_of_servers_alone_is_told_of_where_no_server_sends_its_event() throws Exception {
    Files.writeString(
        dir.resolve("metrics.yaml"),
        """
        - {id: converted, kind: conversion, event: Order Completed}
        - {id: basket, kind: sum, event: Order Completed, property: items.value, source: server}
        - {id: refunds, kind: count, event: Order Completed, guardrail: true}
        """);
    folder = RuleFolder.read(dir);
    counted("Order Completed", "2026-11-01", "2026-11-20T09:00:00Z", "k-site");
    assertThat(checks())
        .extracting(check -> check.numbers().get("metrics"))
        .containsExactly(List.of("basket"));
    assertThat(page(Locale.ENGLISH)).contains("No server has sent the event “Order Completed”");
    counted("Order Completed", "2026-11-01", "2026-11-20T09:00:00Z", "k-secret");
    assertThat(checks()).isEmpty();
  }

  @Test
  void nothing_is_told_of_events_that_come_or_are_counted_since_yesterday_only() {
    assertThat(checks()).isEmpty();
    counted("Product Viewed", "2026-11-19", "2026-11-20T09:00:00Z", "k-site");
    assertThat(checks()).isEmpty();
    counted("Order Completed", "2026-11-01", "2026-11-17T00:00:00Z", "k-secret");
    counted("Order Refunded", "2026-11-01", "2026-11-18T00:00:00Z", "k-secret");
    assertThat(checks()).isEmpty();
  }

  private List<Check> checks() {
    return report().health().stream().filter(check -> check.name().equals("events")).toList();
  }

  private String page(Locale locale) {
    return ReportWriter.write(report(), ReportFormat.JSON, locale);
  }

  private io.knowfirst.experiments.report.Report report() {
    var reports =
        new Reports(
            vertx,
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            InstantSource.fixed(NOW));
    return Story.await(reports.report("layout", null)).orElseThrow();
  }

  private void counted(String event, String first, String last, String key) {
    run(
        "insert into access_key values ('k-site', 'site', 'page', sha256('a'), '{}', now()), ('k-secret', 'secret', 'shop', sha256('b'), '{}', now()) on conflict do nothing");
    run(
        "insert into data_quality values ('event', '%s', 7, '%s', '%s', '{%s}') on conflict (kind, name) do update set last_at = excluded.last_at, keys = excluded.keys"
            .formatted(event, first, last, key));
  }

  private void run(String statement) {
    Story.await(database.pool().query(statement).execute());
  }
}
