package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.ExperimentData.Provenance;
import io.knowfirst.experiments.report.ledger.Bookkeeper;
import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.experiments.report.ledger.Ledger.Goal;
import io.knowfirst.experiments.report.ledger.LedgerData;
import io.knowfirst.experiments.report.ledger.LedgerData.Counts;
import io.knowfirst.experiments.report.ledger.LedgerData.Held;
import io.knowfirst.experiments.report.ledger.LedgerData.Over;
import io.knowfirst.experiments.report.ledger.LedgerData.Value;
import io.knowfirst.experiments.report.ledger.LedgerSettings;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.experiments.ledger.CountTable.Line;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes ledgers, from the counts and sums as they are now. */
public final class Ledgers {
  private final Vertx vertx;
  private final CountTable counts;
  private final HoldoutTable holdouts;
  private final Supplier<RuleFolder> rules;
  private final IgnoranceTable ignorance;

  /**
   * Reads only.
   *
   * @param rules those that decide now; they define metrics and currency
   */
  public Ledgers(Vertx vertx, Pool pool, Supplier<RuleFolder> rules) {
    this.vertx = vertx;
    this.counts = new CountTable(pool);
    this.holdouts = new HoldoutTable(pool);
    this.rules = rules;
    this.ignorance = new IgnoranceTable(pool);
  }

  /**
   * A ledger of what is counted so far.
   *
   * @return fails with {@link StoreUnavailable} when PostgreSQL is away, with {@link
   *     IllegalArgumentException} when there is no such metric
   */
  public Future<Ledger> ledger(LedgerQuestion question) {
    var values = ValueMetrics.of(rules.get());
    var metric = question.metric();
    var value = metric == null ? values.values().iterator().next() : values.get(metric);
    return value == null
        ? Future.failedFuture(
            new IllegalArgumentException(
                "metric is \"%s\", expected one of %s. Maybe it is a ratio, which has no value for each visitor."
                    .formatted(metric, String.join(", ", values.keySet()))))
        : ledger(question.from(), question.until(), value)
            .compose(ledger -> withGoals(ledger, question, values));
  }

  /** Campaigns by goals of their own, one after another. */
  private Future<Ledger> withGoals(
      Ledger ledger, LedgerQuestion question, Map<String, Value> values) {
    var campaigns = new TreeMap<String, List<String>>();
    rules
        .get()
        .campaigns()
        .forEach(
            (id, campaign) -> {
              var goal = campaign.goal();
              if (goal != null && !goal.equals(ledger.value().metric())) {
                campaigns.computeIfAbsent(goal, g -> new ArrayList<>()).add(id);
              }
            });
    Future<List<Goal>> goals = Future.succeededFuture(new ArrayList<>());
    for (var entry : campaigns.entrySet()) {
      var value = values.get(entry.getKey());
      if (value != null) {
        goals =
            goals.compose(
                before ->
                    goal(question, value, entry.getValue())
                        .map(
                            goal -> {
                              before.add(goal);
                              return before;
                            }));
      }
    }
    return goals
        .recover(away -> Future.failedFuture(new StoreUnavailable("Sums are away", away)))
        .map(
            all ->
                ledger.withGoals(all.stream().filter(one -> !one.campaigns().isEmpty()).toList()));
  }

  private Future<Goal> goal(LedgerQuestion question, Value value, List<String> campaigns) {
    var folder = rules.get();
    return holdouts
        .read(value.metric(), question.from(), question.until())
        .compose(
            held ->
                vertx.executeBlocking(
                    () -> {
                      var own =
                          held.values().stream()
                              .filter(one -> campaigns.contains(one.campaign()))
                              .map(one -> one.titled(title(one.campaign(), folder)))
                              .toList();
                      var data =
                          new LedgerData(
                              question.from(),
                              question.until(),
                              value,
                              List.of(),
                              new Held("", List.of()),
                              own,
                              List.of(),
                              List.of());
                      var ledger = Bookkeeper.ledger(data, LedgerSettings.DEFAULTS);
                      return new Goal(value, ledger.campaigns());
                    },
                    false));
  }

  private static String title(String campaign, RuleFolder folder) {
    var found = folder.campaigns().get(campaign);
    return found == null ? campaign : found.title();
  }

  private Future<Ledger> ledger(LocalDate from, LocalDate until, Value value) {
    return counts
        .read(from, until)
        .compose(lines -> read(from, until, value, lines))
        .recover(away -> Future.failedFuture(new StoreUnavailable("Sums are away", away)))
        .compose(
            data ->
                vertx.executeBlocking(
                    () -> Bookkeeper.ledger(data, LedgerSettings.DEFAULTS), false));
  }

  private Future<LedgerData> read(LocalDate from, LocalDate until, Value value, List<Line> lines) {
    return holdouts
        .read(value.metric(), from, until)
        .compose(
            held ->
                ignorance
                    .read(from, until)
                    .compose(
                        missing ->
                            ignorance
                                .looked(from, until)
                                .map(
                                    looked ->
                                        data(from, until, value, lines, held, missing, looked))));
  }

  private LedgerData data(
      LocalDate from,
      LocalDate until,
      Value value,
      List<Line> lines,
      Map<String, Held> held,
      List<IgnoranceTable.Line> missing,
      long looked) {
    var titles = new TreeMap<String, String>();
    rules.get().campaigns().forEach((id, campaign) -> titles.put(id, campaign.title()));
    var counted = new ArrayList<Counts>();
    counted.add(sum(Over.ALL, "", "", lines, line -> true));
    counted.addAll(by(Over.PLACEMENT, Map.of(), lines, Line::placement));
    counted.addAll(by(Over.CAMPAIGN, titles, lines, Line::campaign));
    return new LedgerData(
        from,
        until,
        value,
        counted,
        held.getOrDefault("", new Held("", List.of())),
        held.values().stream()
            .filter(one -> !one.campaign().isEmpty())
            .map(one -> one.titled(titles.getOrDefault(one.campaign(), one.campaign())))
            .toList(),
        new MissedDecisions(counted, held).of(missing),
        provenance(counted.get(0), looked));
  }

  private List<Provenance> provenance(Counts all, long looked) {
    var folder = rules.get();
    var facts = new ArrayList<Provenance>();
    facts.add(new Provenance("ruleset", folder.hash()));
    facts.add(new Provenance("decisions", Long.toString(all.all())));
    facts.add(
        new Provenance(
            "shares",
            String.format(Locale.ROOT, "%.2f %%", folder.holdouts().everywhere() / 100.0)));
    facts.add(new Provenance("sampled", looked + " / " + (all.tested() + all.byDefault())));
    return facts;
  }

  private static List<Counts> by(
      Over over, Map<String, String> titles, List<Line> lines, Function<Line, String> name) {
    var names = new TreeSet<String>();
    lines.stream().map(name).filter(one -> !one.isEmpty()).forEach(names::add);
    return names.stream()
        .map(
            one ->
                sum(
                    over,
                    one,
                    titles.getOrDefault(one, one),
                    lines,
                    line -> name.apply(line).equals(one)))
        .toList();
  }

  private static Counts sum(
      Over over, String name, String title, List<Line> lines, Predicate<Line> which) {
    var sums = new TreeMap<String, Long>();
    lines.stream()
        .filter(which)
        .forEach(line -> sums.merge(line.outcome(), line.decisions(), Long::sum));
    return new Counts(
        over,
        name,
        title,
        sums.getOrDefault(Outcome.KNOWN.word(), 0L),
        sums.getOrDefault(Outcome.TESTED.word(), 0L),
        sums.getOrDefault(Outcome.DEFAULT.word(), 0L));
  }
}
