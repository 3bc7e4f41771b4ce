package io.knowfirst.server.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BudgetDeskTest {
  /** As the ledger counts a visitor who bought. */
  private static final String BOUGHT =
      "insert into metric_sum (experiment, phase, metric, variation, day, stratum, n, total, squares, other_total, other_squares, products) values ('%s', 1, '%s', '%s', '%s', 'new', 1, %d, 1, 0, 0, 0)";

  @Test
  void a_campaign_ends_with_the_conversions_of_those_to_whom_it_is_shown() {
    var vertx = Vertx.vertx();
    var folder = RuleFolder.of(new TreeMap<>(files()));
    try (var database = TestDatabase.open(vertx);
        var desk =
            BudgetDesk.start(
                vertx, new BudgetTable(database.pool()), () -> folder, InstantSource.system())) {
      for (var row :
          new String[] {
            BOUGHT.formatted("holdout:sale", "orders", "known", "2026-11-01", 4),
            BOUGHT.formatted("holdout:sale", "orders", "default", "2026-11-01", 9),
            BOUGHT.formatted("holdout:sale", "visits", "known", "2026-11-01", 9),
            BOUGHT.formatted("holdout:other", "orders", "known", "2026-11-01", 9)
          }) {
        database.pool().query(row).execute().await();
      }
      await()
          .during(java.time.Duration.ofSeconds(6))
          .atMost(java.time.Duration.ofSeconds(30))
          .until(() -> desk.closed().isEmpty());
      database
          .pool()
          .query(BOUGHT.formatted("holdout:sale", "orders", "known", "2026-11-02", 1))
          .execute()
          .await();
      await()
          .atMost(java.time.Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(desk.closed()).containsOnlyKeys("sale"));
    } finally {
      vertx.close().await();
    }
  }

  private static Map<String, String> files() {
    return Map.of(
        "shop.yaml", "timezone: UTC\ncurrency: EUR\n",
        "placements.yaml", "- {id: home, channel: web, content: hi}\n",
        "contents/hi.yaml", "headline: hi\n",
        "metrics.yaml", "- {id: orders, kind: conversion, event: Order Completed}\n",
        "campaigns/sale.yaml",
            "style: automation\nplacements: [home]\ncontents: [hi]\npriority: 50\nbudget: {conversions: 5, metric: orders}\n");
  }
}
