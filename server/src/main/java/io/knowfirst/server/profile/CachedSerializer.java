package io.knowfirst.server.profile;

import com.hazelcast.nio.serialization.ByteArraySerializer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Turns what the cache holds into bytes; the first number says which it is. */
final class CachedSerializer implements ByteArraySerializer<Cached> {
  private static final int TYPE = 1_001;
  private static final int PROFILE = 1;
  private static final int LOADING = 2;
  private static final int ALIAS = 3;
  private static final int DEFLATED = 4;

  /** Bytes from which on a profile is worth the time of deflating. */
  private static final int LARGE = 8_192;

  /** The fastest level that looks once more before it takes a match. */
  private static final int LAZY = 4;

  @Override
  public int getTypeId() {
    return TYPE;
  }

  @Override
  public byte[] write(Cached cached) {
    if (cached instanceof Cached.Packed packed) {
      return packed.bytes();
    }
    var out = new BytesWriter();
    if (cached instanceof Profile profile) {
      out.number(PROFILE);
      ProfileFormat.write(profile, out);
    } else if (cached instanceof Cached.Loading loading) {
      out.number(LOADING);
      out.number(loading.token());
    } else if (cached instanceof Cached.Alias alias) {
      out.number(ALIAS);
      out.text(alias.visitor());
    }
    var bytes = out.inParts();
    return bytes.length < LARGE ? bytes : deflated(bytes);
  }

  private static byte[] deflated(byte[] bytes) {
    var out = new BytesWriter();
    out.number(DEFLATED);
    out.number(bytes.length);
    var deflater = new Deflater(LAZY, true);
    try {
      var room = new byte[bytes.length + (bytes.length >> 8) + 64];
      int times = BytesWriter.timesOf(bytes);
      int ids = BytesWriter.idsOf(bytes);
      // Each part has codes of its own: what is in one is unlike what is in another.
      deflater.setInput(bytes, 0, times);
      int size = deflater.deflate(room, 0, room.length, Deflater.SYNC_FLUSH);
      deflater.setInput(bytes, times, ids - times);
      size += deflater.deflate(room, size, room.length - size, Deflater.SYNC_FLUSH);
      deflater.setStrategy(Deflater.HUFFMAN_ONLY);
      size += deflater.deflate(room, size, room.length - size);
      deflater.setInput(bytes, ids, bytes.length - ids);
      deflater.finish();
      while (!deflater.finished()) {
        size += deflater.deflate(room, size, room.length - size);
      }
      out.bytes(Arrays.copyOf(room, size));
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  @Override
  public Cached read(byte[] bytes) {
    var in = new BytesReader(bytes);
    int kind = in.size();
    return switch (kind) {
      case PROFILE, DEFLATED -> new Cached.Packed(bytes);
      case LOADING -> new Cached.Loading(in.number());
      case ALIAS -> new Cached.Alias(in.text());
      default ->
          throw new IllegalArgumentException(
              "A cached profile begins with %d, expected 1 to 4. Maybe a member runs another version."
                  .formatted(kind));
    };
  }

  /** The profile that was written to bytes. */
  static Profile profile(byte[] bytes) {
    var in = new BytesReader(bytes);
    return in.size() == DEFLATED ? profile(inflated(in)) : ProfileFormat.read(in);
  }

  private static byte[] inflated(BytesReader in) {
    var bytes = new byte[in.size()];
    var inflater = new Inflater(true);
    try {
      inflater.setInput(in.bytes());
      if (inflater.inflate(bytes) != bytes.length) {
        throw new IllegalArgumentException("A cached profile ends too early.");
      }
      return bytes;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("A cached profile cannot be read.", e);
    } finally {
      inflater.end();
    }
  }
}
