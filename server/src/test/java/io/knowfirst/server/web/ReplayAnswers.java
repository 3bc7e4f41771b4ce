package io.knowfirst.server.web;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.rulesets.drafts.Recordings;
import io.knowfirst.server.rulesets.replay.Counts;
import io.knowfirst.server.rulesets.replay.DecisionChange;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.Reach;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.rulesets.replay.Reproduction;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** What stands behind the replay's route, as a test wants it. */
final class ReplayAnswers {
  /** How far a replay looks back that finds another one running. */
  private static final Duration BUSY = Duration.ofMinutes(13);

  private ReplayAnswers() {}

  /** As if 3 of 100 decisions were for members. */
  static Recordings recordings(BooleanSupplier away) {
    return new Recordings() {
      @Override
      public Future<ReplayReport> replay(Question question, LongConsumer progress) {
        return of(question, progress, away.getAsBoolean());
      }

      @Override
      public Future<Reach> reach(ActiveRules rules, String segment, Duration last, int most) {
        return last.equals(BUSY)
            ? Future.failedFuture(new Replays.Busy())
            : Future.succeededFuture(
                new Reach(segment, TestApi.NOW.minus(last), TestApi.NOW, 100, 100, 3, 90, 2));
      }
    };
  }

  static Future<ReplayReport> of(Question question, LongConsumer progress, boolean away) {
    if (away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    var ruleset = question.ruleset();
    boolean waits = question.last().equals(BUSY);
    if (waits || (ruleset != null && ruleset.equals("busy"))) {
      return Future.failedFuture(new Replays.Busy());
    }
    if (ruleset != null) {
      return Future.failedFuture(new RulesetRefused(RulesetRefused.Why.UNKNOWN, "Unknown."));
    }
    if (question.files().containsKey("broken.drl")) {
      var finding = Finding.error("broken.drl", 3, 1, "KF100", "This is no rule.");
      return Future.failedFuture(RulesetRefused.because(List.of(finding)));
    }
    var proof =
        new ReplayReport.Proven(
            10,
            9,
            10,
            Map.of(Reproduction.EQUAL, 9L, Reproduction.RULE_FAILED, 1L),
            Map.of(Reproduction.RULE_FAILED, new TreeSet<>(Set.of("d-1"))));
    progress.accept(10);
    return Future.succeededFuture(
        new ReplayReport(
            new ReplayReport.Frame(TestApi.NOW.minusSeconds(60), TestApi.NOW, 10, "a", "b", 7, 0.5),
            proof,
            10,
            1,
            Map.of(Outcome.KNOWN, new Counts(5, 4, 0, 1)),
            List.of(new ReplayReport.At("home-hero", 10, 1)),
            Map.of("jeans", new Counts(5, 4, 0, 1)),
            Map.of("jeans-buyers", new Counts(5, 4, 0, 1)),
            List.of(
                new DecisionChange(
                    "home-hero",
                    "known jeans",
                    "default",
                    1,
                    "It is gone.",
                    new TreeSet<>(Set.of("d-1"))))));
  }
}
