package io.knowfirst.server.profile;

import com.hazelcast.nio.serialization.ByteArraySerializer;

/** Turns what the cache holds into bytes; the first number says which it is. */
final class CachedSerializer implements ByteArraySerializer<Cached> {
  private static final int TYPE = 1_001;
  private static final int PROFILE = 1;
  private static final int LOADING = 2;
  private static final int ALIAS = 3;

  @Override
  public int getTypeId() {
    return TYPE;
  }

  @Override
  public byte[] write(Cached cached) {
    var out = new Bytes.Writer();
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
    return out.toByteArray();
  }

  @Override
  public Cached read(byte[] bytes) {
    var in = new Bytes.Reader(bytes);
    int kind = in.size();
    return switch (kind) {
      case PROFILE -> ProfileFormat.read(in);
      case LOADING -> new Cached.Loading(in.number());
      case ALIAS -> new Cached.Alias(in.text());
      default ->
          throw new IllegalArgumentException(
              "A cached profile begins with %d, expected 1 to 3. Maybe a member runs another version."
                  .formatted(kind));
    };
  }
}
