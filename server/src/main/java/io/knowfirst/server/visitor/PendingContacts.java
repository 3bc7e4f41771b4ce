package io.knowfirst.server.visitor;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * The statements on when a visitor is looked at next, for triggers and campaigns of steps, and on
 * what was to be sent to them or told of them.
 */
final class PendingContacts {
  private static final String TIMERS =
      """
      select jsonb_build_object('visitor', visitor, 'rule', rule, 'product', nullif(product, ''), 'due', due)
      from timer where visitor = any ($1::text[]) order by due, visitor, rule, product
      """;
  private static final String OF_VISITOR =
      """
      from webhook_message where type in ('trigger.fired', 'step.due', 'consent.withdrawn')
        and body::jsonb #>> '{data,visitor,id}' = any ($1::text[])
      """;
  private static final String MESSAGES =
      "select distinct on (created, message) jsonb_build_object('message', message, 'created', created, 'body', body::jsonb) "
          + OF_VISITOR
          + " order by created, message";

  private PendingContacts() {}

  static Future<RowSet<Row>> timers(SqlClient client, String[] ids) {
    return execute(client, TIMERS, ids);
  }

  static Future<RowSet<Row>> messages(SqlClient client, String[] ids) {
    return execute(client, MESSAGES, ids);
  }

  static Future<Void> erase(SqlClient client, String[] ids) {
    return execute(client, "delete from timer where visitor = any ($1::text[])", ids)
        .compose(gone -> execute(client, "delete " + OF_VISITOR, ids))
        .mapEmpty();
  }

  private static Future<RowSet<Row>> execute(SqlClient client, String sql, String[] ids) {
    return client.preparedQuery(sql).execute(Tuple.of((Object) ids));
  }
}
