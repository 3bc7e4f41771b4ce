package io.knowfirst.server.experiments.measurement;

import io.knowfirst.server.store.postgres.AdvisoryLock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Follows what is new by its numbers. A number is drawn before its transaction commits, so one that
 * is missing may yet come: numbers are taken up to a mark only, once all transactions have ended
 * that had begun when the mark was an old one.
 */
final class Counting {

  /** Compiling such statements takes longer than running them. */
  private static final String PLANNED_QUICKLY = "set local jit = off; set local work_mem = '64MB'";

  private static final String STATE =
      """
      select (event_done, exposure_done, alias_done) <> (event_next, exposure_next, alias_next) as behind,
        horizon is not null as aging,
        coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= horizon, false) as ripe
      from counting
      """;
  private static final String LOOK =
      """
      update counting set horizon = null,
        event_next = greatest(event_done, coalesce((select max(seq) from event), 0)),
        exposure_next = greatest(exposure_done, coalesce((select max(seq) from exposure), 0)),
        alias_next = greatest(alias_done, coalesce((select max(seq) from alias), 0))
      """;
  private static final String AGE = "update counting set horizon = pg_current_xact_id()";
  private static final String TOUCHED =
      """
      with span as (
        select event_done as e0, least(event_next, event_done + $1) as e1,
          exposure_done as x0, least(exposure_next, exposure_done + $1) as x1,
          alias_done as a0, least(alias_next, alias_done + $1) as a1
        from counting
      ), moved as (
        update counting set event_done = e1, exposure_done = x1, alias_done = a1 from span
      ), touched as (
        select e.visitor as id from span, event e where e.seq > e0 and e.seq <= e1
        union select x.visitor from span, exposure x where x.seq > x0 and x.seq <= x1
        union select unnest(array[a.anonymous, a.visitor]) from span, alias a where a.seq > a0 and a.seq <= a1
      ), named as (
        select id from touched
        union select a.visitor from touched t join alias a on a.anonymous = t.id
      )
      select coalesce(array_agg(n.id), '{}'::text[]) from named n
      where exists (select from exposure x where x.visitor = n.id)
        or exists (select from alias a join exposure x on x.visitor = a.anonymous where a.visitor = n.id)
      """;

  private final int batch;

  /**
   * @param batch how many numbers one pass takes
   */
  Counting(int batch) {
    this.batch = batch;
  }

  /** What a pass found. */
  enum Pass {
    /** Another member counts. */
    BUSY_ELSEWHERE,
    /** There is more to be done at once. */
    MORE,
    /** A mark has to age. */
    WAITING,
    /** All is counted that was there. */
    DONE
  }

  /** One step, in the connection's transaction. */
  Future<Pass> pass(
      SqlConnection connection, List<Measured> measured, String allMetrics, Instant now) {
    return connection
        .query(PLANNED_QUICKLY)
        .execute()
        .compose(planned -> AdvisoryLock.COUNTING.tryToTake(connection))
        .compose(
            locked ->
                locked
                    ? Measures.keep(connection, measured, allMetrics)
                        .compose(kept -> step(connection))
                        .compose(
                            pass ->
                                pass == Pass.DONE
                                    ? Measures.judge(connection, measured, now)
                                        .map(judged -> judged ? Pass.MORE : pass)
                                    : Future.succeededFuture(pass))
                    : Future.succeededFuture(Pass.BUSY_ELSEWHERE));
  }

  private Future<Pass> step(SqlConnection connection) {
    return connection
        .query(STATE)
        .execute()
        .compose(rows -> feed(connection, rows.iterator().next()))
        .compose(fed -> recount(connection).map(more -> more ? Pass.MORE : fed));
  }

  private Future<Pass> feed(SqlConnection connection, Row state) {
    if (!state.getBoolean("behind")) {
      return connection
          .query(LOOK)
          .execute()
          .compose(looked -> connection.query(STATE).execute())
          .map(rows -> rows.iterator().next().getBoolean("behind") ? Pass.WAITING : Pass.DONE);
    }
    if (!state.getBoolean("aging")) {
      return connection.query(AGE).execute().map(Pass.WAITING);
    }
    if (!state.getBoolean("ripe")) {
      return Future.succeededFuture(Pass.WAITING);
    }
    return connection
        .preparedQuery(TOUCHED)
        .execute(Tuple.of((long) batch))
        .compose(
            rows -> {
              var ids = rows.iterator().next().getArrayOfStrings(0);
              return Participants.count(connection, Arrays.asList(ids));
            })
        .map(Pass.MORE);
  }

  private Future<Boolean> recount(SqlConnection connection) {
    return Measures.next(connection, batch)
        .compose(
            visitors ->
                Participants.count(connection, visitors.orElse(List.of()))
                    .map(counted -> visitors.isPresent()));
  }
}
