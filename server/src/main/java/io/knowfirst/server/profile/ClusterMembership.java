package io.knowfirst.server.profile;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.map.IMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells members that left from members that were lost. Copies of a member that was lost may lack
 * its last steps, and whoever takes its place serves them: from the moment that the members change
 * until all copies are dropped, the cluster settles, and what is cached is not to be relied upon.
 */
final class ClusterMembership implements MembershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterMembership.class);
  private static final String LEAVING = "leaving";
  private static final long REMEMBERED_SECONDS = 300;
  private static final long SAYING_MS = 500;
  private static final long AGAIN_MS = 200;

  private final HazelcastInstance member;
  private final LiveProfiles live;
  private final IMap<String, Cached> profiles;
  private final AtomicBoolean settling = new AtomicBoolean();
  private volatile Set<Member> settled;
  private volatile int expected = 1;

  ClusterMembership(HazelcastInstance member, LiveProfiles live, IMap<String, Cached> profiles) {
    this.member = member;
    this.live = live;
    this.profiles = profiles;
    this.settled = members();
    this.expected = settled.size();
  }

  int expected() {
    return expected;
  }

  /** Whether copies may be around that lack what a member did that is lost. */
  boolean isSettling() {
    if (expected == 1 || members().equals(settled)) {
      return false;
    }
    settle();
    return true;
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    live.clear();
    settle();
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    live.clear();
    settle();
  }

  /** Hazelcast waits for its listeners, and this waits for Hazelcast. */
  void settle() {
    if (settling.compareAndSet(false, true)) {
      new Thread(this::follow, "members-changed").start();
    }
  }

  private void follow() {
    try {
      for (var now = members(); !now.equals(settled); now = members()) {
        if (isSettledFor(now)) {
          settled = now;
        } else {
          Thread.sleep(AGAIN_MS);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (HazelcastInstanceNotActiveException closing) {
      LOG.debug("This member leaves itself", closing);
    } finally {
      settling.set(false);
    }
  }

  /** Whether all copies are right now, after these members took the place of those before. */
  private boolean isSettledFor(Set<Member> now) {
    try {
      int lost = 0;
      int left = 0;
      for (var other : settled) {
        if (!now.contains(other)) {
          if (leaving().containsKey(other.getUuid())) {
            left++;
          } else {
            lost++;
          }
        }
      }
      int before = Math.max(1, expected - left);
      boolean returned = !settled.containsAll(now) && now.size() <= before;
      if (lost > 0) {
        LOG.warn(
            "A member was lost: {} of {} are left here. Maybe it was killed or hangs, or the network between members is broken",
            now.size(),
            before);
      }
      if (lost > 0 || returned) {
        profiles.executeOnEntries(new Steps.Drop());
      }
      expected = Math.max(before, now.size());
      return true;
    } catch (HazelcastInstanceNotActiveException closing) {
      throw closing;
    } catch (RuntimeException changing) {
      // Also of other types, as when a member has just taken the address of one that was lost.
      LOG.debug("The members change again", changing);
      return false;
    }
  }

  /** Says that this member leaves; best effort, for others may hang. */
  void leave() {
    if (!member.getLifecycleService().isRunning() || members().size() == 1) {
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

  private Set<Member> members() {
    return member.getCluster().getMembers();
  }
}
