package io.knowfirst.server.experiments.measurement;

import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Registered;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Who reached what a bandit goes for, from the sums as they are now. */
public final class Goals {
  /** Nothing while the experiment is counted anew: its sums are not whole then. */
  private static final String READ =
      """
      select variation, %s from weighted_sum
      where experiment = $1 and phase = $2 and metric = $3
        and not exists (select from measure where experiment = $1 and recount_phase is not null)
      group by variation having sum(n) > 0
      """
          .formatted(SumColumns.READ);

  private final Pool pool;
  private final Supplier<RuleFolder> rules;

  /**
   * Reads only.
   *
   * @param rules those that decide now; they define metrics
   */
  public Goals(Pool pool, Supplier<RuleFolder> rules) {
    this.pool = pool;
    this.rules = rules;
  }

  /**
   * Conversions over visitors of the phase that runs, by variation, as a ratio in which each
   * visitor counts by the inverse of the propensity; none where it is no bandit.
   */
  public Future<Map<String, Moments>> of(Registered experiment) {
    var bandit = experiment.definition().bandit();
    if (bandit == null) {
      return Future.succeededFuture(Map.of());
    }
    var measured = Measured.of(experiment.definition(), rules.get());
    var metric = Measured.goal(bandit.goal(), measured.metrics());
    return pool.preparedQuery(READ)
        .execute(Tuple.of(experiment.id(), experiment.split().phase(), metric.id()))
        .map(
            rows -> {
              var found = new HashMap<String, Moments>();
              rows.forEach(row -> found.put(row.getString(0), SumColumns.moments(row, 1)));
              return found;
            });
  }
}
