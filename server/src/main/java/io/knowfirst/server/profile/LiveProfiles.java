package io.knowfirst.server.profile;

import com.hazelcast.internal.partition.MigrationAwareService;
import com.hazelcast.internal.partition.PartitionMigrationEvent;
import com.hazelcast.internal.partition.PartitionReplicationEvent;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
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

  private final ConcurrentHashMap<String, Live> all = new ConcurrentHashMap<>();
  private final AtomicIntegerArray epochs = new AtomicIntegerArray(MOST_PARTITIONS);
  private final ReentrantLock sweeping = new ReentrantLock();
  private final int capacity;
  private Iterator<Live> hand = all.values().iterator();

  LiveProfiles(int capacity) {
    this.capacity = capacity;
  }

  private static final class Live {
    final String visitor;
    final Cached cached;
    final int partition;
    final int epoch;
    boolean used;

    Live(String visitor, Cached cached, int partition, int epoch) {
      this.visitor = visitor;
      this.cached = cached;
      this.partition = partition;
      this.epoch = epoch;
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
      all.remove(visitor);
      return;
    }
    all.put(visitor, new Live(visitor, cached, partition, epoch));
    if (all.size() > capacity && sweeping.tryLock()) {
      try {
        sweep();
      } finally {
        sweeping.unlock();
      }
    }
  }

  /** On the partition's thread only. */
  void remove(String visitor) {
    all.remove(visitor);
  }

  void clear() {
    all.clear();
  }

  int size() {
    return all.size();
  }

  /** Drops what was not used since the hand came by last, and what is invalid. */
  private void sweep() {
    for (int looked = 0; all.size() > capacity && looked < 2 * capacity; looked++) {
      if (!hand.hasNext()) {
        hand = all.values().iterator();
        if (!hand.hasNext()) {
          return;
        }
      }
      var live = hand.next();
      if (live.used && epochs.get(live.partition) == live.epoch) {
        live.used = false;
      } else {
        all.remove(live.visitor, live);
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
