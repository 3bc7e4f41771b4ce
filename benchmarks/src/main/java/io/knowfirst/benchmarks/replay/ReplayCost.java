package io.knowfirst.benchmarks.replay;

import io.knowfirst.benchmarks.rules.GeneratedRules;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.RecordSettings;
import io.knowfirst.server.rulesets.replay.Recorder;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.rulesets.versions.Start;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides for generated visitors by generated rules, records every decision in a real PostgreSQL,
 * and replays all of them against an edit of one rule. Arguments: a directory for the data (which
 * must be new), the number of campaigns and of segments, and the number of decisions.
 */
public final class ReplayCost {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int VISITORS = 2_000;
  private static final int FLUSHED = 2_000;
  private static final Experiments NONE = Experiments.of(List.of());

  private final Path data;
  private final int n;
  private final int decisions;

  private ReplayCost(Path data, int n, int decisions) {
    this.data = data;
    this.n = n;
    this.decisions = decisions;
  }

  public static void main(String[] args) {
    if (args.length != 3) {
      System.err.println(
          "Arguments: DATA RULES DECISIONS, for example benchmarks/target/replay 1000 100000");
      System.exit(2);
    }
    new ReplayCost(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2])).run();
  }

  private void run() {
    var vertx = Vertx.vertx();
    var files = GeneratedRules.of(n);
    try (var database = Database.open(vertx, DatabaseSettings.embedded(data));
        var rules = rules(vertx, database);
        var recorder = new Recorder(vertx, database.pool(), new RecordSettings(1, 7, 1), CLOCK)) {
      await(rules.publish(files, "benchmark", "base"));
      record(rules, recorder);
      var replays =
          new Replays(vertx, database.pool(), recorder, () -> Assortment.EMPTY, () -> NONE, CLOCK);
      replay(replays, rules, files);
    }
    await(vertx.close());
  }

  private Rulesets rules(Vertx vertx, Database database) {
    var settings =
        new Rulesets.Settings(
            Duration.ofSeconds(1),
            false,
            (candidate, inForce, most) -> Optional.empty(),
            () -> Outside.at(CLOCK.instant()),
            folder -> Future.succeededFuture(),
            CLOCK);
    var rules = new Rulesets(vertx, database.pool(), settings, new SimpleMeterRegistry());
    Start.read(null, Duration.ZERO, CLOCK.instant()).begin(rules);
    return rules;
  }

  private void record(Rulesets rules, Recorder recorder) {
    var path = new DecisionPath(Duration.ofSeconds(2), exposure -> "");
    var buyers = Buyers.of(VISITORS, n, CLOCK.instant());
    var placements = List.copyOf(rules.get().base().folder().placements().values());
    var page = new Context.Page("home", null, null, "/");
    var device = new Context.Device("mobile", "android", "chrome");
    var context = new Context(page, null, Map.of(), null, null, device, null, null);
    long deciding = 0;
    long recording = 0;
    for (int i = 0; i < decisions; i++) {
      var buyer = buyers.get(i % VISITORS);
      var placement = placements.get(i % placements.size());
      var request =
          new DecisionRequest(
              buyer.visitor(), "web", List.of(placement), context, List.of(), CLOCK.instant());
      var situation =
          new Situation(
              "d-" + i,
              request,
              Known.of(buyer, request.now()),
              rules.get(),
              NONE,
              Assortment.EMPTY);
      long began = System.nanoTime();
      var decided = path.decide(situation);
      long done = System.nanoTime();
      recorder.onDecision(situation, decided);
      recording += System.nanoTime() - done;
      deciding += done - began;
      if (i % FLUSHED == FLUSHED - 1) {
        await(recorder.flush());
      }
    }
    await(recorder.flush());
    say(
        "deciding %.1f µs; recording %.2f µs of the deciding thread, %d bytes stored for each of %,d decisions, %d dropped",
        deciding / 1e3 / decisions,
        recording / 1e3 / decisions,
        recorder.bytes() / Math.max(1, recorder.recorded()),
        recorder.recorded(),
        recorder.dropped());
  }

  private void replay(Replays replays, Rulesets rules, SortedMap<String, String> files) {
    var edited = new TreeMap<>(files);
    edited.computeIfPresent(
        "segments/s0.drl", (name, text) -> text.replace("times(90) >= 1", "times(90) >= 2"));
    long began = System.nanoTime();
    var report =
        await(replays.run(new Question(edited, null, Question.LAST, decisions), rules, done -> {}));
    double all = (System.nanoTime() - began) / 1e9;
    say(
        "%,d decisions replayed in %.1f s (%,.0f a second; %.1f s with compiling the edit): %,d the same again, %,d would change",
        report.decisions(),
        report.frame().seconds(),
        report.decisions() / report.frame().seconds(),
        all,
        report.proof().equal(),
        report.changed());
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
