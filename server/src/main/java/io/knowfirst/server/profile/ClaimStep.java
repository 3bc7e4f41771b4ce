package io.knowfirst.server.profile;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.map.ExtendedMapEntry;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.knowfirst.server.profile.Claim.Room;
import io.knowfirst.server.profile.Claim.Seat;
import io.knowfirst.server.profile.Claim.Viewed;
import io.knowfirst.server.profile.Claim.Wish;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One atomic claim on a visitor's ledger, where the ledger is kept; the member with the copy gets
 * what came of it.
 */
@SuppressWarnings("serial") // Members exchange it as IdentifiedDataSerializable.
final class ClaimStep implements EntryProcessor<String, byte[], int[]>, IdentifiedDataSerializable {
  static final int FACTORY = 1_002;

  private Claim claim;
  private byte @Nullable [] others;
  private transient byte @Nullable [] after;
  private transient long lasting;

  ClaimStep() {
    this(new Claim("", 0, 0, 0, List.of(), Set.of(), null), null);
  }

  /**
   * @param others the ledger of another id of the visitor; null for none
   */
  ClaimStep(Claim claim, byte @Nullable [] others) {
    this.claim = claim;
    this.others = others;
  }

  static DataSerializableFactory factory() {
    return type -> type == 1 ? new ClaimStep() : new Copy();
  }

  @Override
  public int[] process(Map.Entry<String, byte[]> entry) {
    var ledger = VisitorLedger.of(entry.getValue());
    var refused = ledger.claim(claim, VisitorLedger.of(others));
    lasting = ledger.lasting(claim.now());
    after = ledger.bytes();
    put(entry, after, lasting);
    return refused;
  }

  private static void put(Map.Entry<String, byte[]> entry, byte[] ledger, long lasting) {
    ((ExtendedMapEntry<String, byte[]>) entry)
        .setValue(ledger, Math.max(1, lasting), TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable EntryProcessor<String, byte[], int[]> getBackupProcessor() {
    var copied = after;
    return copied == null ? null : new Copy(copied, lasting);
  }

  /** What the owner of a ledger has come to. */
  private static final class Copy
      implements EntryProcessor<String, byte[], int[]>, IdentifiedDataSerializable {
    private static final byte[] NONE = {};

    private byte[] ledger;
    private long lasting;

    Copy() {
      this(NONE, 0);
    }

    Copy(byte[] ledger, long lasting) {
      this.ledger = ledger;
      this.lasting = lasting;
    }

    @Override
    public int[] process(Map.Entry<String, byte[]> entry) {
      put(entry, ledger, lasting);
      return new int[0];
    }

    @Override
    public @Nullable EntryProcessor<String, byte[], int[]> getBackupProcessor() {
      return null;
    }

    @Override
    public int getFactoryId() {
      return FACTORY;
    }

    @Override
    public int getClassId() {
      return 2;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
      out.writeByteArray(ledger);
      out.writeLong(lasting);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
      var read = in.readByteArray();
      ledger = read == null ? NONE : read;
      lasting = in.readLong();
    }
  }

  @Override
  public int getFactoryId() {
    return FACTORY;
  }

  @Override
  public int getClassId() {
    return 1;
  }

  @Override
  public void writeData(ObjectDataOutput out) throws IOException {
    out.writeString(claim.decision());
    out.writeLong(claim.at());
    out.writeLong(claim.now());
    out.writeLong(claim.until());
    out.writeInt(claim.wishes().size());
    for (var wish : claim.wishes()) {
      out.writeString(wish.placement());
      out.writeString(wish.campaign());
      out.writeString(wish.channel());
      out.writeInt(wish.rooms().size());
      for (var room : wish.rooms()) {
        out.writeStringArray(room.campaigns().toArray(String[]::new));
        out.writeString(room.channel());
        out.writeLong(room.since());
        out.writeInt(room.left());
      }
    }
    out.writeStringArray(claim.confirmed().toArray(String[]::new));
    var view = claim.view();
    out.writeString(view == null ? null : view.id());
    if (view != null) {
      out.writeLong(view.began());
      out.writeInt(view.seats().size());
      for (var seat : view.seats()) {
        out.writeString(seat.placement());
        out.writeString(seat.campaign());
        out.writeString(seat.decision());
      }
    }
    out.writeByteArray(others);
  }

  @Override
  public void readData(ObjectDataInput in) throws IOException {
    var decision = text(in);
    long at = in.readLong();
    long now = in.readLong();
    long until = in.readLong();
    var wishes = new ArrayList<Wish>();
    for (int left = in.readInt(); left > 0; left--) {
      var placement = text(in);
      var campaign = text(in);
      var channel = text(in);
      var rooms = new ArrayList<Room>();
      for (int more = in.readInt(); more > 0; more--) {
        rooms.add(new Room(texts(in), text(in), in.readLong(), in.readInt()));
      }
      wishes.add(new Wish(placement, campaign, channel, rooms));
    }
    claim = new Claim(decision, at, now, until, wishes, texts(in), view(in));
    others = in.readByteArray();
  }

  private static @Nullable Viewed view(ObjectDataInput in) throws IOException {
    var id = in.readString();
    if (id == null) {
      return null;
    }
    long began = in.readLong();
    var seats = new ArrayList<Seat>();
    for (int left = in.readInt(); left > 0; left--) {
      seats.add(new Seat(text(in), text(in), text(in)));
    }
    return new Viewed(id, began, seats);
  }

  private static String text(ObjectDataInput in) throws IOException {
    var text = in.readString();
    return text == null ? "" : text;
  }

  private static Set<String> texts(ObjectDataInput in) throws IOException {
    var texts = in.readStringArray();
    return texts == null ? Set.of() : new HashSet<>(List.of(texts));
  }
}
