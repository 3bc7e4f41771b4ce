package io.knowfirst.server.profile;

import com.hazelcast.core.HazelcastInstance;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other members that did not answer in time; each is left alone for a second. */
final class Peers {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final HazelcastInstance member;
  private final ConcurrentHashMap<UUID, Long> late = new ConcurrentHashMap<>();

  Peers(HazelcastInstance member) {
    this.member = member;
  }

  /** Whether the member that owns the visitor's profile has just failed to answer. */
  boolean isSilent(String visitor) {
    if (late.isEmpty()) {
      return false;
    }
    var owner = owner(visitor);
    var since = owner == null ? null : late.get(owner);
    if (since == null) {
      return false;
    }
    if (System.nanoTime() - since < PAUSE) {
      return true;
    }
    late.remove(owner, since);
    return false;
  }

  void wasLate(String visitor) {
    var owner = owner(visitor);
    if (owner != null && !owner.equals(member.getCluster().getLocalMember().getUuid())) {
      late.put(owner, System.nanoTime());
    }
  }

  private @Nullable UUID owner(String visitor) {
    var owner = member.getPartitionService().getPartition(visitor).getOwner();
    return owner == null ? null : owner.getUuid();
  }
}
