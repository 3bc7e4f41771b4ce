package io.knowfirst.server.boot;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Catalogue;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.DecisionLog;
import io.knowfirst.server.experiments.ledger.AskedPlacements;
import io.knowfirst.server.experiments.ledger.InsideFlows;
import io.knowfirst.server.quality.QualityTable;
import io.knowfirst.server.quality.SeenWords;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftSchedule;
import io.knowfirst.server.rulesets.drafts.Recordings;
import io.knowfirst.server.rulesets.replay.Question;
import io.knowfirst.server.rulesets.replay.Reach;
import io.knowfirst.server.rulesets.replay.ReplayReport;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.rulesets.versions.RuleWatch;
import io.knowfirst.server.rulesets.versions.RulesetFollower;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.rulesets.versions.Start;
import io.knowfirst.server.rulesets.versions.Watched;
import io.knowfirst.server.store.postgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The parts that bring rules into force on this member, and what may object to rules. */
final class RuleParts {
  private static final Duration REHEARSAL = Duration.ofMillis(1_500);

  private final Settings settings;
  private final InstantSource clock;
  private final Running running;
  private volatile @Nullable Replays replays;

  RuleParts(Settings settings, InstantSource clock, Running running) {
    this.settings = settings;
    this.clock = clock;
    this.running = running;
  }

  /** Reads what the server brings along. */
  Start read() {
    return Start.read(settings.rules(), REHEARSAL, clock.instant());
  }

  Rulesets rulesets(
      Vertx vertx, Database database, Catalogue catalogue, DecisionLog log, MeterRegistry metrics) {
    var asked = new AskedPlacements(database.pool());
    var counted = new QualityTable(database.pool());
    var inside = new InsideFlows(database.pool());
    var how =
        new Rulesets.Settings(
            REHEARSAL,
            settings.fourEyes(),
            this::objection,
            () ->
                new Outside(
                    clock.instant(),
                    catalogue.now().categories(),
                    told(asked.withinAWeek()),
                    SeenWords.whole(
                        Knowfirst.await(counted.read().otherwise(List.of())), clock.instant()),
                    told(inside.now())),
            log::keepContents,
            clock);
    return running.keep(new Rulesets(vertx, database.pool(), how, metrics), Rulesets::close);
  }

  /** Takes over what other members publish, and what is saved in the watched folder. */
  void follow(Vertx vertx, Database database, Rulesets rules) {
    var follower = Knowfirst.await(RulesetFollower.open(vertx, rules, database.connectOptions()));
    running.keep(follower, f -> Knowfirst.await(f.close()));
    var folder = settings.rules();
    if (folder != null && settings.watch()) {
      var watched = new Watched(rules, RuleFolder.files(folder));
      running.keep(RuleWatch.of(folder, watched::changed, watched::unreadable), RuleWatch::close);
    }
  }

  /** Drafts, of which those that are scheduled go live when they are due. */
  DraftDesk drafts(Vertx vertx, Pool pool, Rulesets rules, Replays replayed) {
    var recordings =
        new Recordings() {
          @Override
          public Future<ReplayReport> replay(Question question, LongConsumer progress) {
            return replayed.run(question, rules, progress);
          }

          @Override
          public Future<Reach> reach(ActiveRules edited, String segment, Duration last, int most) {
            return replayed.reach(edited, segment, last, most);
          }
        };
    var desk = DraftDesk.of(vertx, pool, rules, recordings, clock);
    running.keep(DraftSchedule.start(vertx, desk.publisher()), DraftSchedule::close);
    return desk;
  }

  /** From now on rules that would change too much are refused. */
  void guard(Replays replayed) {
    replays = replayed;
  }

  /** Of a check; called on the rules' own threads. Where it cannot be told, nothing is advised. */
  private static <T> Set<T> told(Future<Set<T>> names) {
    return Knowfirst.await(names.otherwise(Set.of()));
  }

  /** Why rules may not go live; nothing before decisions are served. */
  private Optional<String> objection(ActiveRules candidate, ActiveRules inForce, double most) {
    var ready = replays;
    return ready == null
        ? Optional.empty()
        : ready.objection(candidate, inForce, Math.min(most, settings.recording().maxChange()));
  }
}
