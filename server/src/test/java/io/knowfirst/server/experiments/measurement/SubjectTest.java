package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectTest {
  private static final RuleFolder SHOP = RuleFolder.example();

  @Test
  void the_holdout_of_a_campaign_is_decided_by_the_campaigns_goal() {
    assertThat(decides("holdout:customer-card")).isEqualTo("orders");
    assertThat(decides("holdout:welcome-back")).isEqualTo("conversion");
    assertThat(decides("holdout:gone")).isEqualTo("conversion");
    assertThat(decides("holdout")).isEqualTo("conversion");
  }

  @Test
  void every_metric_is_reported_once_whatever_the_goal() {
    assertThat(subject("holdout:customer-card").measured().metrics())
        .containsExactlyInAnyOrderElementsOf(SHOP.metrics().values());
  }

  private static String decides(String id) {
    return subject(id).deciding().id();
  }

  private static Subject subject(String id) {
    return Subject.of(id, SHOP, Optional.empty(), 1, Instant.parse("2026-11-20T12:00:00Z"));
  }
}
