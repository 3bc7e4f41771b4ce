package io.knowfirst.server.profile;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps, and how members send them to each other. */
@SuppressWarnings("serial") // Members exchange steps as IdentifiedDataSerializable.
final class Steps implements DataSerializableFactory {
  static final int FACTORY = 1_001;

  @Override
  public IdentifiedDataSerializable create(int type) {
    return switch (type) {
      case 1 -> new Find();
      case 2 -> new Install();
      case 3 -> new Put();
      case 4 -> new FoldIn();
      case 5 -> new Confirm();
      case 6 -> new Drop();
      default -> throw new IllegalArgumentException("Step %d is unknown.".formatted(type));
    };
  }

  /**
   * Finds what there is, or marks the place of a profile that is going to be loaded: {@link
   * Cached.Loading} with the token to load under. Here, the result is in {@link #found()}; from
   * another member it is what the step returns.
   */
  static final class Find extends FoldStep<Cached> {
    private long token;
    private transient @Nullable Cached found;

    Find() {}

    Find(long token) {
      this.token = token;
    }

    @Override
    @Nullable Cached run(Slot slot) {
      var current = slot.current();
      if (current == null || (current instanceof Cached.Loading other && !sameMember(other))) {
        current = new Cached.Loading(token);
        slot.set(current);
      } else {
        slot.keepLive(current);
      }
      found = current;
      return remote() ? current : null;
    }

    @Nullable Cached found() {
      return found;
    }

    private boolean sameMember(Cached.Loading other) {
      return other.token() >>> 32 == token >>> 32;
    }

    @Override
    public int getClassId() {
      return 1;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      super.writeData(out);
      out.writeLong(token);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      super.readData(in);
      token = in.readLong();
    }
  }

  /** Keeps a loaded profile, unless a fold came between the mark and this. */
  static final class Install extends FoldStep<Boolean> {
    private long token;
    private Cached profile = new Cached.Loading(0);
    private transient boolean installed;

    Install() {}

    Install(long token, Profile profile) {
      this.token = token;
      this.profile = profile;
    }

    @Override
    Boolean run(Slot slot) {
      installed = slot.current() instanceof Cached.Loading loading && loading.token() == token;
      if (installed) {
        slot.set(profile);
      }
      return installed;
    }

    @Override
    public @Nullable EntryProcessor<String, Cached, Boolean> getBackupProcessor() {
      return installed ? asBackup(new Put(profile)) : null;
    }

    @Override
    public int getClassId() {
      return 2;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      super.writeData(out);
      out.writeLong(token);
      out.writeObject(profile);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      super.readData(in);
      token = in.readLong();
      profile = in.readObject();
    }
  }

  /** Puts what is true whatever was there: the tie of an anonymous visitor, or a backup. */
  static final class Put extends FoldStep<Boolean> {
    private Cached cached = new Cached.Loading(0);

    Put() {}

    Put(Cached cached) {
      this.cached = cached;
    }

    @Override
    Boolean run(Slot slot) {
      slot.set(cached);
      return true;
    }

    @Override
    public EntryProcessor<String, Cached, Boolean> getBackupProcessor() {
      return asBackup(new Put(cached));
    }

    @Override
    public int getClassId() {
      return 3;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      super.writeData(out);
      out.writeObject(cached);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      super.readData(in);
      cached = in.readObject();
    }
  }

  /** A step about events. */
  private abstract static class AboutEvents<R> extends FoldStep<R> {
    List<Stored> events;

    AboutEvents(List<Stored> events) {
      this.events = events;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      super.writeData(out);
      Stored.write(events, out);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      super.readData(in);
      events = Stored.read(in);
    }
  }

  /**
   * Folds committed events in. What is not cached stays so; a load under way is called off, for it
   * may have missed them; a profile that cannot tell what they change is dropped.
   */
  static final class FoldIn extends AboutEvents<Integer> {
    static final int ABSENT = 0;
    static final int FOLDED = 1;
    static final int DROPPED = 2;

    FoldIn() {
      this(List.of());
    }

    FoldIn(List<Stored> events) {
      super(events);
    }

    @Override
    Integer run(Slot slot) {
      var current = slot.current();
      if (current instanceof Cached.Loading) {
        slot.remove();
        return ABSENT;
      }
      if (!(current instanceof Profile profile) || profile.isErased()) {
        return ABSENT;
      }
      if (events.stream().allMatch(event -> profile.seqs().contains(event.seq()))) {
        return FOLDED;
      }
      var folded = profile.with(events);
      if (folded == null) {
        slot.remove();
        return DROPPED;
      }
      slot.set(folded);
      return FOLDED;
    }

    /** A copy may be there where the owner has none any more, so it is folded in any case. */
    @Override
    public EntryProcessor<String, Cached, Integer> getBackupProcessor() {
      return asBackup(new FoldIn(events));
    }

    @Override
    public int getClassId() {
      return 4;
    }
  }

  /**
   * Makes sure that events that were stored before are in: whoever stored them may have died before
   * folding them.
   */
  static final class Confirm extends AboutEvents<Boolean> {
    private transient boolean dropped;

    Confirm() {
      this(List.of());
    }

    Confirm(List<Stored> events) {
      super(events);
    }

    @Override
    Boolean run(Slot slot) {
      var current = slot.current();
      dropped =
          current instanceof Cached.Loading
              || (current instanceof Profile profile
                  && !events.stream().allMatch(profile::contains));
      if (dropped) {
        slot.remove();
      }
      return dropped;
    }

    @Override
    public @Nullable EntryProcessor<String, Cached, Boolean> getBackupProcessor() {
      return dropped ? asBackup(new Drop()) : null;
    }

    @Override
    public int getClassId() {
      return 5;
    }
  }

  /** Forgets what is cached; the next find loads it. */
  static final class Drop extends FoldStep<Boolean> {
    @Override
    Boolean run(Slot slot) {
      slot.remove();
      return true;
    }

    @Override
    public EntryProcessor<String, Cached, Boolean> getBackupProcessor() {
      return asBackup(new Drop());
    }

    @Override
    public int getClassId() {
      return 6;
    }
  }
}
