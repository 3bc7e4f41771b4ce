package io.knowfirst.server.boot;

import io.knowfirst.server.profile.Cluster;
import io.knowfirst.server.profile.ClusterSecret;
import io.knowfirst.server.profile.ClusterSettings;
import io.knowfirst.server.profile.ProfileSettings;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Starts this member of the cluster. */
final class MemberStart {
  private MemberStart() {}

  /**
   * A single member starts while PostgreSQL does; one of several needs the secret kept there.
   *
   * @return the member, once there is PostgreSQL
   */
  static Function<Pool, Cluster> begin(Settings settings, Running running) {
    if (settings.cluster() != null) {
      return pool -> {
        var secret = Knowfirst.await(ClusterSecret.of(pool, new SecureRandom()));
        var clustering = new ClusterSettings(settings.cluster(), settings.remote(), secret);
        return running.keep(Cluster.start(clustering, ProfileSettings.DEFAULTS), Cluster::close);
      };
    }
    var alone =
        CompletableFuture.supplyAsync(
            () -> Cluster.start(ClusterSettings.alone(), ProfileSettings.DEFAULTS));
    running.push(() -> alone.thenAccept(Cluster::close).join());
    return pool -> Knowfirst.join(alone);
  }
}
