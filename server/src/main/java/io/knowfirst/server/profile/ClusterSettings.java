package io.knowfirst.server.profile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which Hazelcast cluster to join.
 *
 * @param yaml Hazelcast's own configuration; null for a single member on loopback
 * @param remote whether the member may be reached from other machines
 */
public record ClusterSettings(@Nullable Path yaml, boolean remote) {
  public static final ClusterSettings ALONE = new ClusterSettings(null, false);
}
