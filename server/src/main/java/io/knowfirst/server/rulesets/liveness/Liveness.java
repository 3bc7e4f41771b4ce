package io.knowfirst.server.rulesets.liveness;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionListener;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.rulesets.liveness.FiringTable.Life;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often each rule fires and raises an alert when one that used to fire stops. Members
 * add to the same counts; each looks at them, and one of them tells.
 */
public final class Liveness implements DecisionListener {
  /** How late a firing may be noted. */
  static final Duration MEASURE = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);
  private static final Duration FIRST_LOOK = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMinutes(1);

  /** A silence that is judged, and the two weeks before it that it is judged by. */
  private static final Duration SILENT = Duration.ofDays(28);

  private static final Duration KEPT = SILENT.plusDays(15);

  private final Vertx vertx;
  private final FiringTable table;
  private final Supplier<RuleBase> rules;
  private final BiFunction<RuleBase, Set<String>, Map<String, String>> obstacles;
  private final InstantSource clock;
  private final SilenceMeter meter;
  private final FireCounts counts = new FireCounts();
  private final SegmentMembers members;
  private final List<Long> timers = new ArrayList<>();
  private String known = "";
  private long purged = -1;
  private Future<Void> storing = Future.succeededFuture();

  Liveness(
      Vertx vertx,
      Pool pool,
      Supplier<RuleBase> rules,
      BiFunction<RuleBase, Set<String>, Map<String, String>> obstacles,
      InstantSource clock,
      SilenceMeter meter) {
    this.vertx = vertx;
    this.table = new FiringTable(pool);
    this.rules = rules;
    this.obstacles = obstacles;
    this.clock = clock;
    this.meter = meter;
    this.members = new SegmentMembers(pool, clock);
  }

  /**
   * Begins to count and to look.
   *
   * @param rules in force
   * @param obstacles what keeps rules from firing in most decisions now, by rule, in a sentence;
   *     may take its time
   */
  public static Liveness start(
      Vertx vertx,
      Pool pool,
      Supplier<RuleBase> rules,
      BiFunction<RuleBase, Set<String>, Map<String, String>> obstacles,
      InstantSource clock,
      SilenceMeter meter) {
    var liveness = new Liveness(vertx, pool, rules, obstacles, clock, meter);
    liveness.every(MEASURE, MEASURE, "Fires of rules wait to be stored", liveness::flush);
    liveness.every(FIRST_LOOK, LOOK, "Silent rules were not looked for", liveness::look);
    liveness.every(LOOK, LOOK, "Members of segments wait to be stored", liveness.members::store);
    return liveness;
  }

  private void every(Duration first, Duration time, String otherwise, Supplier<Future<Void>> work) {
    var outage = new Outage(LOG, otherwise);
    timers.add(
        vertx.setPeriodic(first.toMillis(), time.toMillis(), id -> outage.watch(work.get())));
  }

  @Override
  public void onDecision(Situation situation, Decided decided) {
    decided(decided.evaluation().fired());
    members.decided(situation, decided);
  }

  /** Counts a decision in which these rules fired. */
  public void decided(List<String> fired) {
    counts.count(fired);
  }

  /** Completes when all that was counted before is stored. */
  public synchronized Future<Void> flush() {
    storing = storing.otherwiseEmpty().compose(before -> store());
    return storing;
  }

  /** Stops looking, and stores what is counted. */
  public Future<Void> close() {
    timers.forEach(vertx::cancelTimer);
    return flush().eventually(members::store);
  }

  private Future<Void> store() {
    var now = clock.instant();
    return editions(now)
        .compose(
            noted -> {
              var batch = counts.take();
              return batch.isEmpty()
                  ? Future.<Void>succeededFuture()
                  : table.add(batch, now).onFailure(away -> counts.giveBack(batch));
            });
  }

  /** Once for each version that comes into force here. */
  private Future<Void> editions(Instant now) {
    var base = rules.get();
    if (base.hash().equals(known) || base.rules().isEmpty()) {
      return Future.succeededFuture();
    }
    var texts =
        base.folder().drl().stream()
            .collect(Collectors.toMap(DrlFile::name, Liveness::edition, (one, other) -> one));
    var editions = new TreeMap<String, String>();
    base.rules().forEach(rule -> editions.put(rule.name(), texts.getOrDefault(rule.file(), "")));
    return table.editions(editions, now).onSuccess(done -> known = base.hash());
  }

  private static String edition(DrlFile file) {
    return UUID.nameUUIDFromBytes(file.text().getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** How the rules in force live; what this member counted is in it. */
  public Future<LiveRules> rules() {
    var base = rules.get();
    var names = base.rules().stream().map(RuleCard::name).toList();
    var calendar = Calendar.of(clock.instant(), base.folder().zone());
    return flush()
        .compose(
            stored ->
                Future.all(
                    table.fires(names, calendar.from()),
                    table.traffic(calendar.from()),
                    table.lives(names)))
        .map(
            all ->
                calendar.rules(
                    base,
                    all.<Map<String, Hours>>resultAt(0),
                    all.<Hours>resultAt(1),
                    all.<Map<String, Life>>resultAt(2)));
  }

  /** About how many visitors each of these segments had. */
  public Future<Map<String, MembersSeen>> members(Collection<String> segments) {
    return members.of(segments);
  }

  /**
   * Looks for rules that fell silent, tells of them once, and withdraws what is not so any more.
   */
  Future<Void> look() {
    var base = rules.get();
    var now = clock.instant();
    var names = base.rules().stream().map(RuleCard::name).toList();
    return flush()
        .compose(stored -> purge(now))
        .compose(purged -> table.lives(names))
        .compose(lives -> judge(base, lives, now))
        .compose(judged -> table.lives(names))
        .map(
            lives -> {
              meter.show(lives, now);
              return null;
            });
  }

  private Future<Void> purge(Instant now) {
    long hour = Hours.of(now);
    if (hour == purged) {
      return Future.succeededFuture();
    }
    return table.purge(now.minus(KEPT)).onSuccess(done -> purged = hour);
  }

  private Future<Void> judge(RuleBase base, Map<String, Life> lives, Instant now) {
    var quiet = new ArrayList<String>();
    lives.forEach(
        (rule, life) -> {
          var last = life.last();
          boolean silent =
              last != null && last.isAfter(now.minus(SILENT)) && Hours.of(last) < Hours.of(now);
          if (silent || life.alert() != null) {
            quiet.add(rule);
          }
        });
    if (quiet.isEmpty()) {
      return Future.succeededFuture();
    }
    return Future.all(table.fires(quiet, now.minus(KEPT)), table.traffic(now.minus(KEPT)))
        .compose(
            both -> {
              var silence = new Silence(both.<Hours>resultAt(1), base.rules().size());
              var missed = new LinkedHashMap<String, Double>();
              both.<Map<String, Hours>>resultAt(0)
                  .forEach(
                      (rule, fires) ->
                          silence
                              .missed(fires, Hours.of(now))
                              .ifPresent(count -> missed.put(rule, count)));
              return tell(base, lives, missed, now);
            });
  }

  private Future<Void> tell(
      RuleBase base, Map<String, Life> lives, Map<String, Double> missed, Instant now) {
    var over =
        lives.entrySet().stream()
            .filter(life -> life.getValue().alert() != null && !missed.containsKey(life.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    var found = new LinkedHashMap<>(missed);
    found.keySet().removeIf(rule -> lives.getOrDefault(rule, Life.UNSEEN).alert() != null);
    Future<Void> calm = over.isEmpty() ? Future.succeededFuture() : table.calm(over);
    return found.isEmpty()
        ? calm
        : calm.compose(
                done -> vertx.executeBlocking(() -> obstacles.apply(base, found.keySet()), false))
            .compose(blocked -> raise(found, lives, blocked, now));
  }

  private Future<Void> raise(
      Map<String, Double> found,
      Map<String, Life> lives,
      Map<String, String> blocked,
      Instant now) {
    Future<Void> raised = Future.succeededFuture();
    for (var rule : found.entrySet()) {
      var life = lives.getOrDefault(rule.getKey(), Life.UNSEEN);
      var since = life.last() == null ? now : life.last();
      var alert =
          new Alert(now, since, rule.getValue(), life.editedSince(), blocked.get(rule.getKey()));
      raised =
          raised
              .compose(before -> table.alert(rule.getKey(), alert))
              .onSuccess(
                  first -> {
                    if (first) {
                      LOG.warn("Rule \"{}\" {}", rule.getKey(), alert.words());
                    }
                  })
              .mapEmpty();
    }
    return raised;
  }
}
