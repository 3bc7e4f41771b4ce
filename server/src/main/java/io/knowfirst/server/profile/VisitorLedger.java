package io.knowfirst.server.profile;

import io.knowfirst.server.profile.Claim.Room;
import io.knowfirst.server.profile.Claim.Seat;
import io.knowfirst.server.profile.Claim.Viewed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decisions are about to show one visitor and has not been confirmed for long, and what their
 * page views show.
 */
final class VisitorLedger {
  private static final int MOST_VIEWS = 4;
  private static final long VIEW_MS = Claim.LAPSE_MS;

  private final List<Held> held = new ArrayList<>();
  private final List<Viewed> views = new ArrayList<>();

  /** A campaign that is about to be shown, or was a short time ago. */
  private record Held(
      String decision, String placement, String campaign, String channel, long at, long until) {
    String exposure() {
      return "exposure:" + decision + ":" + placement;
    }
  }

  static VisitorLedger of(byte @Nullable [] bytes) {
    var ledger = new VisitorLedger();
    if (bytes == null) {
      return ledger;
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        ledger.held.add(
            new Held(
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong()));
      }
      for (int left = in.readUnsignedByte(); left > 0; left--) {
        var id = in.readUTF();
        long began = in.readLong();
        var seats = new ArrayList<Seat>();
        for (int more = in.readUnsignedByte(); more > 0; more--) {
          seats.add(new Seat(in.readUTF(), in.readUTF(), in.readUTF()));
        }
        ledger.views.add(new Viewed(id, began, seats));
      }
      return ledger;
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream(256);
    try (var out = new DataOutputStream(bytes)) {
      out.writeShort(held.size());
      for (var one : held) {
        out.writeUTF(one.decision());
        out.writeUTF(one.placement());
        out.writeUTF(one.campaign());
        out.writeUTF(one.channel());
        out.writeLong(one.at());
        out.writeLong(one.until());
      }
      out.writeByte(views.size());
      for (var view : views) {
        out.writeUTF(view.id());
        out.writeLong(view.began());
        out.writeByte(view.seats().size());
        for (var seat : view.seats()) {
          out.writeUTF(seat.placement());
          out.writeUTF(seat.campaign());
          out.writeUTF(seat.decision());
        }
      }
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return bytes.toByteArray();
  }

  /**
   * Takes what a decision wants, as far as there is room; what the same decision took before is
   * given back first.
   *
   * @param others what was taken under another id of the visitor
   * @return for each wish the place of the room that was full, or -1 where it was granted
   */
  int[] claim(Claim claim, VisitorLedger others) {
    held.removeIf(one -> one.until() <= claim.now() || one.decision().equals(claim.decision()));
    views.removeIf(view -> view.began() + VIEW_MS <= claim.now());
    var refused = new int[claim.wishes().size()];
    for (int i = 0; i < refused.length; i++) {
      var wish = claim.wishes().get(i);
      refused[i] = full(wish.rooms(), claim, others);
      if (refused[i] < 0) {
        held.add(
            new Held(
                claim.decision(),
                wish.placement(),
                wish.campaign(),
                wish.channel(),
                claim.at(),
                claim.until()));
      }
    }
    keep(claim.view());
    return refused;
  }

  private int full(List<Room> rooms, Claim claim, VisitorLedger others) {
    for (int i = 0; i < rooms.size(); i++) {
      var room = rooms.get(i);
      if (count(room, claim) + others.count(room, claim) >= room.left()) {
        return i;
      }
    }
    return -1;
  }

  private int count(Room room, Claim claim) {
    int count = 0;
    for (var one : held) {
      if (one.at() >= room.since()
          && one.until() > claim.now()
          && (room.campaigns().isEmpty() || room.campaigns().contains(one.campaign()))
          && (room.channel().isEmpty() || room.channel().equals(one.channel()))
          && !claim.confirmed().contains(one.exposure())) {
        count++;
      }
    }
    return count;
  }

  private void keep(@Nullable Viewed fresh) {
    if (fresh == null) {
      return;
    }
    var before = view(fresh.id());
    var seats = new ArrayList<>(before.map(Viewed::seats).orElse(List.of()));
    for (var seat : fresh.seats()) {
      seats.removeIf(one -> one.placement().equals(seat.placement()));
      seats.add(seat);
    }
    views.removeIf(view -> view.id().equals(fresh.id()));
    long began = before.map(Viewed::began).orElse(fresh.began());
    views.add(new Viewed(fresh.id(), began, seats.subList(0, Math.min(seats.size(), 200))));
    if (views.size() > MOST_VIEWS) {
      views.remove(0);
    }
  }

  Optional<Viewed> view(String id) {
    return views.stream().filter(view -> view.id().equals(id)).findFirst();
  }

  /** How long all of it is over, from now on, in milliseconds; 0 for nothing in it. */
  long lasting(long now) {
    long until = now;
    for (var one : held) {
      until = Math.max(until, one.until());
    }
    for (var view : views) {
      until = Math.max(until, view.began() + VIEW_MS);
    }
    return until - now;
  }
}
