package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.BuyingModel;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The statements on models and those whom they are fitted to. */
final class BuyingModelTable {
  /** Tells members of a new model. */
  static final String CHANNEL = "buying_model";

  /** Customers that a model is fitted to at most: the same share of them each time. */
  private static final int MOST = 20_000;

  private static final Duration KEPT = Duration.ofDays(400);

  private static final String NEWEST =
      "select fitted, parameters from buying_model order by fitted desc limit 1";

  /** One member in an hour; that another was not able to does not keep this one waiting longer. */
  private static final String CLAIM =
      """
      insert into installation as i (name, value) values ('buying-model-tried', $1)
      on conflict (name) do update set value = excluded.value where i.value::timestamptz <= $2::text::timestamptz
      """;

  private static final String CUSTOMERS =
      """
      select visitor from (select distinct visitor from event where type = 'track' and name = 'Order Completed') as v
      order by md5(visitor), visitor limit %d
      """
          .formatted(MOST);

  private static final String ADD =
      """
      with old as (delete from buying_model where fitted < $4)
      insert into buying_model (fitted, customers, parameters) values ($1, $2, $3) on conflict do nothing
      """;

  private final Pool pool;

  BuyingModelTable(Pool pool) {
    this.pool = pool;
  }

  Future<Optional<BuyingModel>> newest() {
    return pool.query(NEWEST)
        .execute()
        .map(
            rows -> {
              for (var row : rows) {
                var parameters =
                    Arrays.stream(row.getArrayOfDoubles(1)).mapToDouble(Double::doubleValue);
                return Optional.of(
                    BuyingModel.of(parameters.toArray(), row.getOffsetDateTime(0).toInstant()));
              }
              return Optional.empty();
            });
  }

  /** Whether this member is to fit now: no other has tried since. */
  Future<Boolean> claim(Instant now, Instant since) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(now.toString(), since.toString()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Whoever ordered, by any of their ids. */
  Future<List<String>> customers() {
    return pool.query(CUSTOMERS)
        .execute()
        .map(
            rows -> {
              var visitors = new ArrayList<String>(rows.size());
              rows.forEach(row -> visitors.add(row.getString(0)));
              return visitors;
            });
  }

  Future<Void> add(BuyingModel model, int customers) {
    var fitted = model.fitted().atOffset(ZoneOffset.UTC);
    var parameters = Arrays.stream(model.parameters()).boxed().toArray(Double[]::new);
    return pool.preparedQuery(ADD)
        .execute(Tuple.of(fitted, customers, parameters, fitted.minus(KEPT)))
        .compose(
            added -> pool.query("select pg_notify('" + CHANNEL + "', '')").execute().mapEmpty());
  }
}
