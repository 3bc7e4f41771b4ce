package io.knowfirst.server.access;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** The keys in PostgreSQL: made, listed and revoked on the command line. */
public final class AccessKeys {
  public AccessKeys(Pool pool, InstantSource clock, SecureRandom random) {}

  /**
   * Makes a key.
   *
   * @param name 1 to 100 characters
   * @param origins of a site key, as browsers send them ({@code https://shop.example}, a port only
   *     where it is not the scheme's); none for other kinds
   * @throws IllegalArgumentException for a name or an origin that is none
   */
  public Future<AccessKey.Made> make(KeyKind kind, String name, List<String> origins) {
    return Future.failedFuture("make " + kind + name + origins);
  }

  /** All keys, the oldest first, revoked ones too. */
  public Future<List<AccessKey>> list() {
    return Future.failedFuture("list");
  }

  /** False where no valid key has the id. Running members refuse the key within a second or so. */
  public Future<Boolean> revoke(String id) {
    return Future.failedFuture("revoke " + id);
  }
}
