package io.knowfirst.server.profile;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells members that left from members that were lost. */
final class ClusterMembership implements MembershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final String LEAVING = "leaving";
  private static final long REMEMBERED_SECONDS = 300;
  private static final long SAYING_MS = 500;

  private final HazelcastInstance member;
  private final LiveProfiles live;
  private final IMap<String, Cached> profiles;
  private volatile int expected = 1;

  ClusterMembership(HazelcastInstance member, LiveProfiles live, IMap<String, Cached> profiles) {
    this.member = member;
    this.live = live;
    this.profiles = profiles;
  }

  void follow() {
    expected = Math.max(expected, members());
  }

  int expected() {
    return expected;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    live.clear();
    boolean returns = members() <= expected;
    follow();
    if (returns) {
      new Thread(this::dropAll, "member-returned").start();
    }
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    live.clear();
    // Hazelcast waits for its listeners, and this waits for Hazelcast.
    new Thread(() -> removed(event.getMember().getUuid()), "member-removed").start();
  }

  private void removed(UUID other) {
    try {
      if (leaving().containsKey(other)) {
        expected = Math.max(1, expected - 1);
        return;
      }
      LOG.warn(
          "A member was lost: {} of {} are left here. Maybe it was killed or hangs, or the network between members is broken",
          members(),
          expected);
      dropAll();
    } catch (HazelcastInstanceNotActiveException closing) {
      LOG.debug("This member leaves itself", closing);
    }
  }

  /** Once in the cluster: members that were lost served copies of their own, and so did others. */
  private void dropAll() {
    try {
      var oldest = member.getCluster().getMembers().iterator().next();
      if (oldest.localMember()) {
        profiles.executeOnEntries(new Steps.Drop());
      }
    } catch (HazelcastInstanceNotActiveException closing) {
      LOG.debug("This member leaves itself", closing);
    }
  }

  /** Says that this member leaves; best effort, for others may hang. */
  void leave() {
    if (members() == 1) {
      return;
    }
    try {
      var own = member.getCluster().getLocalMember().getUuid();
      leaving()
          .setAsync(own, true, REMEMBERED_SECONDS, TimeUnit.SECONDS)
          .toCompletableFuture()
          .get(SAYING_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.debug("The others could not be told", late);
    }
  }

  private IMap<UUID, Boolean> leaving() {
    return member.getMap(LEAVING);
  }

  private int members() {
    return member.getCluster().getMembers().size();
  }
}
