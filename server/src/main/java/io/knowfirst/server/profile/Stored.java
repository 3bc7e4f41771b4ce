package io.knowfirst.server.profile;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import io.knowfirst.server.model.Event;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An event as PostgreSQL has it.
 *
 * @param seq its number in the store, unique, at least 1
 */
record Stored(long seq, Event event) {
  static void write(List<Stored> events, ObjectDataOutput out) throws IOException {
    out.writeInt(events.size());
    for (var stored : events) {
      var row = EventRow.of(stored.event());
      out.writeLong(stored.seq());
      out.writeString(row.visitor());
      out.writeString(row.id());
      out.writeString(row.type());
      out.writeString(row.name());
      out.writeLong(row.at().toEpochMilli());
      out.writeLong(row.received().toEpochMilli());
      out.writeString(row.body());
      out.writeString(row.sender());
    }
  }

  static List<Stored> read(ObjectDataInput in) throws IOException {
    int size = in.readInt();
    var events = new ArrayList<Stored>(size);
    for (int i = 0; i < size; i++) {
      long seq = in.readLong();
      var row =
          new EventRow(
              text(in),
              text(in),
              text(in),
              text(in),
              Instant.ofEpochMilli(in.readLong()),
              Instant.ofEpochMilli(in.readLong()),
              text(in),
              in.readString());
      events.add(new Stored(seq, row.event()));
    }
    return events;
  }

  private static String text(ObjectDataInput in) throws IOException {
    var text = in.readString();
    return text == null ? "" : text;
  }
}
