package io.knowfirst.server.profile;

import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which Hazelcast cluster to join.
 *
 * @param yaml Hazelcast's own configuration; null for a single member on loopback
 * @param remote whether the member of a configuration may be reached from other machines
 * @param secret ends the cluster's name, so that only members of the same installation join
 */
public record ClusterSettings(@Nullable Path yaml, boolean remote, String secret) {
  /** A single member that nobody joins. */
  public static ClusterSettings alone() {
    return new ClusterSettings(null, false, UUID.randomUUID().toString());
  }
}
