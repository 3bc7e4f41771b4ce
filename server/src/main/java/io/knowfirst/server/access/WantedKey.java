package io.knowfirst.server.access;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key to be made.
 *
 * @param name 1 to 100 characters
 * @param origins of a site key, as browsers send them ({@code https://shop.example}, a port only
 *     where it is not the scheme's); none for other kinds
 * @param channels whose placements a site key may ask for, each 1 to 100 characters; empty for all;
 *     none for other kinds
 * @param owner who answers for it, as {@link Caller#person}; null for nobody
 * @param expires when it ends by itself; null for never
 */
public record WantedKey(
    KeyKind kind,
    String name,
    List<String> origins,
    List<String> channels,
    @Nullable String owner,
    @Nullable Instant expires) {
  private static final int LONGEST_NAME = 100;
  private static final Pattern ORIGIN =
      Pattern.compile(
          "https?://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:]+])(:[1-9][0-9]{0,4})?");
  private static final Pattern NEEDLESS_PORT = Pattern.compile("http://.*:80|https://.*:443");

  /**
   * @throws IllegalArgumentException for a name or an origin that is none
   */
  public WantedKey {
    checkName(name);
    origins = List.copyOf(origins);
    channels = List.copyOf(channels);
    checkPages(kind, origins, channels);
  }

  static void checkName(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "name is \""
              + name
              + "\", expected 1 to "
              + LONGEST_NAME
              + " characters. Maybe say what the key is for.");
    }
  }

  private static void checkPages(KeyKind kind, List<String> origins, List<String> channels) {
    if (kind != KeyKind.SITE && !origins.isEmpty()) {
      throw new IllegalArgumentException(
          "origins is "
              + origins
              + " for a "
              + kind.word()
              + " key, expected none. Maybe a site key is meant: only pages have origins.");
    }
    if (kind != KeyKind.SITE && !channels.isEmpty()) {
      throw new IllegalArgumentException(
          "channels is %s for a %s key, expected none. Maybe a site key is meant: others may ask for all channels."
              .formatted(channels, kind.word()));
    }
    for (var channel : channels) {
      if (channel.isBlank() || channel.length() > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "channel is \"%s\", expected 1 to %d characters. Maybe one that placements.yaml names, such as web."
                .formatted(channel, LONGEST_NAME));
      }
    }
    for (var origin : origins) {
      if (!ORIGIN.matcher(origin).matches() || NEEDLESS_PORT.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "origin is \""
                + origin
                + "\", expected one as browsers send it, like https://shop.example or"
                + " http://localhost:8080. Maybe it has a path, a capital letter, a wildcard or its"
                + " scheme's own port.");
      }
    }
  }

  /** A key that does not end by itself and that nobody answers for. */
  public static WantedKey of(KeyKind kind, String name, List<String> origins) {
    return new WantedKey(kind, name, origins, List.of(), null, null);
  }
}
