package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Objects;

/** Profiles as PostgreSQL has them; nothing of them is cached. */
public final class StoredProfiles {
  private final Pool pool;

  public StoredProfiles(Pool pool) {
    this.pool = pool;
  }

  /** What happened under this very id, whomever it was tied to since. */
  public Future<Profile> alone(String id) {
    return EventTable.own(pool, id)
        .map(
            events -> Objects.requireNonNull(new Fold(Profile.empty(id)).addAll(events).profile()));
  }
}
