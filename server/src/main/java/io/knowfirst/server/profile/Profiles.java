package io.knowfirst.server.profile;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/** Finds profiles: in this member's memory, in another's, or folded anew from PostgreSQL. */
public final class Profiles {
  private Profiles() {}

  public static Profiles open(Vertx vertx, Cluster cluster, Pool pool, ProfileSettings settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * The visitor's profile, with every event acknowledged before the call; the empty profile for a
   * visitor without events. The profile of an anonymous visitor who is tied to a known one is the
   * known one's. Already complete when this member holds it. Fails with {@link ProfileUnavailable}
   * when it is not cached and PostgreSQL is away.
   */
  public Future<Profile> find(String visitor) {
    throw new UnsupportedOperationException();
  }

  public Stats stats() {
    throw new UnsupportedOperationException();
  }

  /**
   * Counts since the start, of this member.
   *
   * @param cached profiles this member owns now
   * @param bytes they take now
   * @param live decoded profiles this member holds now
   * @param loads profiles folded anew from PostgreSQL
   * @param folds events folded into cached profiles
   * @param dropped cached profiles dropped because a fold could not tell
   */
  public record Stats(long cached, long bytes, long live, long loads, long folds, long dropped) {}
}
