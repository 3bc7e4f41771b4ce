package io.knowfirst.server.profile;

import com.hazelcast.internal.partition.MigrationAwareService;
import com.hazelcast.internal.partition.PartitionMigrationEvent;
import com.hazelcast.internal.partition.PartitionReplicationEvent;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The decoded profiles of the partitions that this member owns, readable from any thread.
 *
 * <p>Every change of a profile runs as an entry processor on its partition's thread at the owner,
 * and changes this map in the same step, so what is here is what the cache holds, or what it held
 * when it evicted the entry and nothing has changed since. When a partition begins to move, its
 * epoch is raised before any data leaves, which makes all its profiles here invalid at once; until
 * the move is over none are added. The epoch is odd while a partition moves.
 */
final class LiveProfiles implements MigrationAwareService {
  static final String SERVICE = "knowfirst:live-profiles";
  private static final int MOST_PARTITIONS = 16_384;
  private static final long ALIAS = 300;

  private final ConcurrentHashMap<String, Live> all = new ConcurrentHashMap<>();
  private final AtomicIntegerArray epochs = new AtomicIntegerArray(MOST_PARTITIONS);
  private final ReentrantLock sweeping = new ReentrantLock();
  private final long capacity;
  private final AtomicLong weight = new AtomicLong();
  private Iterator<Live> hand = all.values().iterator();

  /**
   * @param capacity bytes
   */
  LiveProfiles(long capacity) {
    this.capacity = capacity;
  }

  private static final class Live {
    final String visitor;
    final Cached cached;
    final int partition;
    final int epoch;
    final long weight;
    boolean used;

    Live(String visitor, Cached cached, int partition, int epoch) {
      this.visitor = visitor;
      this.cached = cached;
      this.partition = partition;
      this.epoch = epoch;
      this.weight = cached instanceof Profile profile ? ProfileWeight.of(profile) : ALIAS;
    }
  }

  @Nullable Cached get(String visitor) {
    var live = all.get(visitor);
    if (live == null || epochs.get(live.partition) != live.epoch) {
      return null;
    }
    if (!live.used) {
      live.used = true;
    }
    return live.cached;
  }

  /** On the partition's thread only. */
  void put(String visitor, Cached cached, int partition) {
    int epoch = epochs.get(partition);
    if ((epoch & 1) == 1) {
      remove(visitor);
      return;
    }
    var live = new Live(visitor, cached, partition, epoch);
    weight.addAndGet(live.weight);
    gone(all.put(visitor, live));
    if (weight.get() > capacity && sweeping.tryLock()) {
      try {
        sweep();
      } finally {
        sweeping.unlock();
      }
    }
  }

  /** On the partition's thread only. */
  void remove(String visitor) {
    gone(all.remove(visitor));
  }

  private void gone(@Nullable Live live) {
    if (live != null) {
      weight.addAndGet(-live.weight);
    }
  }

  /** Lets go of what this member does not own any more. */
  void tidy() {
    all.values().removeIf(live -> epochs.get(live.partition) != live.epoch);
  }

  void clear() {
    all.keySet().forEach(this::remove);
  }

  int size() {
    return all.size();
  }

  /** Bytes, about. */
  long weight() {
    return weight.get();
  }

  /** Drops what was not used since the hand came by last, and what is invalid. */
  private void sweep() {
    int most = 2 * all.size() + 1;
    for (int looked = 0; weight.get() > capacity && looked < most; looked++) {
      if (!hand.hasNext()) {
        hand = all.values().iterator();
        if (!hand.hasNext()) {
          return;
        }
      }
      var live = hand.next();
      if (live.used && epochs.get(live.partition) == live.epoch) {
        live.used = false;
      } else if (all.remove(live.visitor, live)) {
        gone(live);
      }
    }
  }

  @Override
  public void beforeMigration(PartitionMigrationEvent event) {
    epochs.updateAndGet(event.getPartitionId(), epoch -> epoch | 1);
  }

  @Override
  public void commitMigration(PartitionMigrationEvent event) {
    settled(event);
  }

  @Override
  public void rollbackMigration(PartitionMigrationEvent event) {
    settled(event);
  }

  private void settled(PartitionMigrationEvent event) {
    epochs.updateAndGet(event.getPartitionId(), epoch -> (epoch | 1) + 1);
  }

  @Override
  public @Nullable Operation prepareReplicationOperation(PartitionReplicationEvent event) {
    return null;
  }
}
