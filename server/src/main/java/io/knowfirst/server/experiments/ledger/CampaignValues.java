package io.knowfirst.server.experiments.ledger;

import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.arbitration.MeasuredValues;
import io.knowfirst.server.store.postgres.Outage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What campaigns were measured to be worth. Once a day one member takes it from the ledger of the
 * last 90 days; all read what it wrote. A campaign has a value where its visitors and those who
 * were held out differ by more than chance, and the same one at all of its placements; of a metric
 * that is better the lower, what it was lowered by.
 */
public final class CampaignValues implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CampaignValues.class);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int DAYS = 90;
  private static final long LOOK_MS = Duration.ofMinutes(1).toMillis();

  private static final String CLAIM =
      """
      insert into installation as i (name, value) values ('campaign-values-tried', $1)
      on conflict (name) do update set value = excluded.value where i.value::timestamptz <= $2::text::timestamptz
      """;
  private static final String KEEP =
      "insert into campaign_value (campaign, value, metric, measured) values ($1, $2, $3, $4)";

  private final Outage outage = new Outage(LOG, "Values of campaigns are not measured anew");
  private final Vertx vertx;
  private final Pool pool;
  private final Ledgers ledgers;
  private final Supplier<RuleFolder> rules;
  private final InstantSource clock;
  private final long timer;
  private volatile Map<String, Double> values = Map.of();
  private volatile String version = "";
  private volatile MeasuredValues now = MeasuredValues.NONE;
  private volatile RuleFolder of = RuleFolder.EMPTY;

  private CampaignValues(
      Vertx vertx, Pool pool, Ledgers ledgers, Supplier<RuleFolder> rules, InstantSource clock) {
    this.vertx = vertx;
    this.pool = pool;
    this.ledgers = ledgers;
    this.rules = rules;
    this.clock = clock;
    this.timer = vertx.setPeriodic(LOOK_MS, tick -> outage.watch(pass()));
  }

  /** Reads what was measured last, and measures from now on. */
  public static CampaignValues start(
      Vertx vertx, Pool pool, Supplier<RuleFolder> rules, InstantSource clock) {
    var values = new CampaignValues(vertx, pool, new Ledgers(vertx, pool, rules), rules, clock);
    values.outage.watch(values.read());
    return values;
  }

  /** As decisions use them. */
  public MeasuredValues now() {
    if (values.isEmpty()) {
      return MeasuredValues.NONE;
    }
    var folder = rules.get();
    if (!folder.hash().equals(of.hash()) || !now.version().equals(version)) {
      now = of(folder, version, values);
      of = folder;
    }
    return now;
  }

  static MeasuredValues of(RuleFolder folder, String version, Map<String, Double> values) {
    var byPlacement = new HashMap<String, Map<String, Double>>();
    values.forEach(
        (id, value) -> {
          var campaign = folder.campaigns().get(id);
          if (campaign != null) {
            for (var placement : campaign.placements()) {
              byPlacement.computeIfAbsent(placement, p -> new HashMap<>()).put(id, value);
            }
          }
        });
    return new MeasuredValues(version, byPlacement);
  }

  /** Measures, where that is due, and reads what was measured. */
  Future<Void> pass() {
    var at = clock.instant();
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(at.toString(), at.minus(EVERY).toString()))
        .compose(claimed -> claimed.rowCount() == 1 ? measure(at) : Future.<Void>succeededFuture())
        .compose(done -> read());
  }

  private Future<Void> measure(Instant at) {
    var until = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return ledgers
        .ledger(new LedgerQuestion(until.minusDays(DAYS), until, null))
        .compose(ledger -> keep(ledger, at));
  }

  private Future<Void> keep(Ledger ledger, Instant at) {
    var rows = new ArrayList<Tuple>();
    var direction = ledger.value().direction();
    for (var account : ledger.campaigns()) {
      var difference = account.of(Ledger.Pair.KNOWING_OVER_DEFAULT).difference();
      if (difference != null && difference.low() * difference.high() > 0) {
        rows.add(
            Tuple.of(
                account.campaign(),
                direction.gain(difference.value()),
                ledger.value().metric(),
                at.atOffset(ZoneOffset.UTC)));
      }
    }
    return pool.withTransaction(
        connection ->
            connection
                .query("delete from campaign_value")
                .execute()
                .compose(
                    gone ->
                        rows.isEmpty()
                            ? Future.<Void>succeededFuture()
                            : connection.preparedQuery(KEEP).executeBatch(rows).<Void>mapEmpty()));
  }

  Future<Void> read() {
    return pool.query("select campaign, value, measured from campaign_value")
        .execute()
        .onSuccess(
            rows -> {
              var read = new HashMap<String, Double>();
              var measured = "";
              for (var row : rows) {
                read.put(row.getString(0), row.getDouble(1));
                measured = row.getOffsetDateTime(2).toInstant().toString();
              }
              values = Map.copyOf(read);
              version = measured;
            })
        .mapEmpty();
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
