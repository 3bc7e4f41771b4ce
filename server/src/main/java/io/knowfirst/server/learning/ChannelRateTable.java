package io.knowfirst.server.learning;

import io.knowfirst.rules.facts.ChannelModel;
import io.knowfirst.rules.facts.ChannelModel.ChannelRate;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements on rates of channels and those whom they are fitted to. */
final class ChannelRateTable {
  /** Visitors that rates are fitted to at most: the same share of them each time. */
  private static final int MOST = 5_000;

  private static final String CLAIM =
      """
      insert into installation as i (name, value) values ('channel-rates-tried', $1)
      on conflict (name) do update set value = excluded.value where i.value::timestamptz <= $2::text::timestamptz
      """;
  private static final String VISITORS =
      """
      select visitor from (
        select distinct visitor from event where at > $1 and (
          (type = 'exposure' and body ~ '"channel":' and body !~ '"channel":"(web|app|chatbot|store)"')
          or (type = 'track' and name = 'Email Delivered'))) as v
      order by md5(visitor), visitor limit %d
      """
          .formatted(MOST);
  private static final String KEEP =
      """
      insert into channel_rate (channel, mean, strength, contacts, fitted) values ($1, $2, $3, $4, $5)
      on conflict (channel) do update set mean = excluded.mean, strength = excluded.strength,
        contacts = excluded.contacts, fitted = excluded.fitted
      """;

  private final Pool pool;

  ChannelRateTable(Pool pool) {
    this.pool = pool;
  }

  Future<ChannelModel> read() {
    return pool.query("select channel, mean, strength, fitted from channel_rate")
        .execute()
        .map(
            rows -> {
              var rates = new HashMap<String, ChannelRate>();
              var fitted = Instant.EPOCH;
              for (var row : rows) {
                rates.put(row.getString(0), new ChannelRate(row.getDouble(1), row.getDouble(2)));
                fitted = row.getOffsetDateTime(3).toInstant();
              }
              return rates.isEmpty() ? ChannelModel.NONE : new ChannelModel(rates, fitted);
            });
  }

  /** Whether this member is to fit now: no other has tried since. */
  Future<Boolean> claim(Instant now, Instant since) {
    return pool.preparedQuery(CLAIM)
        .execute(Tuple.of(now.toString(), since.toString()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Whoever was contacted since, by any of their ids. */
  Future<List<String>> visitors(Instant since) {
    return pool.preparedQuery(VISITORS)
        .execute(Tuple.of(since.atOffset(ZoneOffset.UTC)))
        .map(
            rows -> {
              var visitors = new ArrayList<String>(rows.size());
              rows.forEach(row -> visitors.add(row.getString(0)));
              return visitors;
            });
  }

  Future<Void> keep(Map<String, ChannelRate> rates, Map<String, Long> contacts, Instant now) {
    if (rates.isEmpty()) {
      return Future.succeededFuture();
    }
    var rows = new ArrayList<Tuple>();
    rates.forEach(
        (channel, rate) ->
            rows.add(
                Tuple.of(
                    channel,
                    rate.mean(),
                    rate.strength(),
                    contacts.getOrDefault(channel, 0L),
                    now.atOffset(ZoneOffset.UTC))));
    return pool.preparedQuery(KEEP).executeBatch(rows).mapEmpty();
  }
}
