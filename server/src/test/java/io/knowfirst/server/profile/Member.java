package io.knowfirst.server.profile;

import io.knowfirst.server.model.Event;
import io.knowfirst.server.store.postgres.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cluster, profiles and events over a database, as one server process has them. */
final class Member implements AutoCloseable {
  final Cluster cluster;
  final Profiles profiles;
  final Events events;

  Member(Vertx vertx, Database database, ClusterSettings cluster, ProfileSettings settings) {
    this.cluster = Cluster.start(cluster, settings);
    this.profiles = Profiles.open(vertx, this.cluster, database);
    this.events = Events.open(vertx, database, profiles, settings);
  }

  static Member alone(Vertx vertx, Database database) {
    return new Member(vertx, database, ClusterSettings.alone(), ProfileSettings.DEFAULTS);
  }

  List<Receipt> accept(Event... events) {
    return get(this.events.accept(List.of(events)));
  }

  Profile find(String visitor) {
    return get(profiles.find(visitor));
  }

  static <T> T get(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    profiles.close();
    cluster.close();
  }
}
