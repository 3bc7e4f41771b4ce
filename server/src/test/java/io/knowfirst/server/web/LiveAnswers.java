package io.knowfirst.server.web;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.rulesets.liveness.Alert;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What stands behind the route of live rules, as a test wants it. */
final class LiveAnswers {
  private LiveAnswers() {}

  static Future<LiveRules> of(boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    var buyers =
        new RuleCard(
            0,
            "Buyers",
            "segments/s.drl",
            3,
            "behavioural",
            "me",
            List.of("s"),
            List.of(),
            Map.of());
    var jeans =
        new RuleCard(
            1, "Jeans", "campaigns/c.drl", 3, null, null, List.of(), List.of("jeans"), Map.of());
    var alert = new Alert(TestApi.NOW, TestApi.NOW.minusSeconds(9000), 30, TestApi.NOW, "In all.");
    return Future.succeededFuture(
        new LiveRules(
            "a".repeat(64),
            List.of(LocalDate.of(2026, 11, 21), LocalDate.of(2026, 11, 22)),
            List.of(100L, 50L),
            List.of(
                new LiveRules.Line(buyers, TestApi.NOW, List.of(60L, 0L), 0.4, alert),
                new LiveRules.Line(jeans, null, List.of(0L, 0L), 0, null))));
  }

  /** As many as the name of the segment has letters within a day, ten times that in a week. */
  static Future<Map<String, MembersSeen>> members(Collection<String> segments, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    return Future.succeededFuture(
        segments.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    one -> new MembersSeen(one.length(), 10L * one.length()))));
  }
}
