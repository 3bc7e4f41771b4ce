package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.util.HexFormat;

/** What the members of one installation know and nobody else: a part of their cluster's name. */
public final class ClusterSecret {
  private static final String NAME = "cluster-secret";
  private static final int BYTES = 16;

  private ClusterSecret() {}

  /** Reads it, and makes it where there is none. */
  public static Future<String> of(Pool pool, SecureRandom random) {
    var made = new byte[BYTES];
    random.nextBytes(made);
    return pool.preparedQuery(
            "insert into installation (name, value) values ($1, $2) on conflict do nothing")
        .execute(Tuple.of(NAME, HexFormat.of().formatHex(made)))
        .compose(
            done ->
                pool.preparedQuery("select value from installation where name = $1")
                    .execute(Tuple.of(NAME)))
        .map(rows -> rows.iterator().next().getString(0));
  }
}
