package io.knowfirst.server.profile;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One atomic step on what the cache holds under a visitor's id. It runs on the partition's thread
 * of the owner, where it keeps {@link LiveProfiles} in step, and, where it changes something, as
 * its own backup on the member that keeps the copy. Every copy is right or absent.
 */
@SuppressWarnings("serial") // Members exchange it as IdentifiedDataSerializable.
abstract class FoldStep<R>
    implements EntryProcessor<String, Cached, R>,
        HazelcastInstanceAware,
        IdentifiedDataSerializable {
  /** Under this name a member's user context holds its {@link LiveProfiles}. */
  static final String LIVE = "knowfirst.live-profiles";

  private boolean backup;
  private transient boolean remote;
  private transient @Nullable HazelcastInstance member;
  private transient @Nullable LiveProfiles live;

  /** Runs the step. */
  abstract @Nullable R run(Slot slot);

  @Override
  @SuppressWarnings("NullAway") // What a step returns may be null.
  public final @Nullable R process(Map.Entry<String, Cached> entry) {
    return run(new Slot(entry));
  }

  @Override
  public @Nullable EntryProcessor<String, Cached, R> getBackupProcessor() {
    return null;
  }

  final <S extends FoldStep<R>> S asBackup(S step) {
    FoldStep<R> asStep = step;
    asStep.backup = true;
    return step;
  }

  /** Whether the step came from another member, so that only its result goes back there. */
  final boolean remote() {
    return remote;
  }

  @Override
  public final void setHazelcastInstance(HazelcastInstance instance) {
    member = instance;
    live = backup ? null : (LiveProfiles) instance.getUserContext().get(LIVE);
  }

  @Override
  public final int getFactoryId() {
    return Steps.FACTORY;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeBoolean(backup);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    backup = in.readBoolean();
    remote = true;
  }

  /** The entry, kept in step with the decoded profiles. */
  final class Slot {
    private final Map.Entry<String, Cached> entry;

    private Slot(Map.Entry<String, Cached> entry) {
      this.entry = entry;
    }

    @Nullable Cached current() {
      var decoded = live == null ? null : live.get(entry.getKey());
      var kept = decoded == null ? entry.getValue() : decoded;
      return kept == null ? null : kept.unpacked();
    }

    /** Changes the entry. */
    void set(Cached cached) {
      entry.setValue(cached);
      keepLive(cached);
    }

    /** Keeps what was found decoded, without changing the entry. */
    void keepLive(Cached cached) {
      if (live == null || member == null) {
        return;
      }
      if (cached instanceof Cached.Loading) {
        live.remove(entry.getKey());
      } else {
        var partition = member.getPartitionService().getPartition(entry.getKey());
        live.put(entry.getKey(), cached.unpacked(), partition.getPartitionId());
      }
    }

    @SuppressWarnings("NullAway") // Setting null is how an entry processor removes.
    void remove() {
      entry.setValue(null);
      if (live != null) {
        live.remove(entry.getKey());
      }
    }
  }
}
