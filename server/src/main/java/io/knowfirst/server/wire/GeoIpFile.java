package io.knowfirst.server.wire;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import io.knowfirst.server.model.Context;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of networks and where they are, in MaxMind's format (GeoIP2, GeoLite2, DB-IP). It tells
 * country, region, city and time zone, no coordinates; addresses are looked up and not kept. Held
 * in memory, so the file may be replaced at any time.
 */
public final class GeoIpFile {
  private static final Logger LOG = LoggerFactory.getLogger(GeoIpFile.class);

  /** How often it is looked whether the file has changed. */
  private static final long EVERY_MILLIS = 60_000;

  private static final List<String> KINDS = List.of("City", "Country", "Enterprise", "Location");

  private final Path file;
  private volatile Reader reader;
  private volatile long changed;

  private GeoIpFile(Path file) {
    this.file = file;
    this.changed = file.toFile().lastModified();
    this.reader = read(file);
  }

  /** Where an address is, and its clock. */
  public record Found(Context.@Nullable Geo geo, @Nullable ZoneId timezone) {
    static final Found NOWHERE = new Found(null, null);
  }

  /**
   * @throws IllegalArgumentException with advice, when the file is no such file
   */
  public static GeoIpFile open(Path file) {
    return new GeoIpFile(file);
  }

  private static Reader read(Path file) {
    try {
      if (!Files.isReadable(file)) {
        throw new IOException("it cannot be read");
      }
      var reader = new Reader(file.toFile(), FileMode.MEMORY, new CHMCache());
      var kind = reader.getMetadata().databaseType();
      if (KINDS.stream().noneMatch(kind::contains)) {
        throw new IOException("it holds " + kind);
      }
      return reader;
    } catch (IOException | IllegalArgumentException unfit) {
      throw new IllegalArgumentException(
          "geoip is %s, expected a file of places in MaxMind's format: %s. Maybe GeoLite2-City.mmdb is meant, or the download broke off."
              .formatted(file, unfit.getMessage()),
          unfit);
    }
  }

  /** Takes over the file whenever it has changed. */
  public void follow(Vertx vertx) {
    vertx.setPeriodic(
        EVERY_MILLIS,
        tick ->
            vertx.executeBlocking(
                () -> {
                  look();
                  return null;
                },
                false));
  }

  /** Takes over the file if it has changed; one that is unfit is not used. */
  synchronized void look() {
    long now = file.toFile().lastModified();
    if (now == changed) {
      return;
    }
    changed = now;
    try {
      reader = read(file);
      LOG.info("{} was read again.", file);
    } catch (IllegalArgumentException unfit) {
      LOG.warn("The changed file is not used, the one before stays: {}", unfit.getMessage());
    }
  }

  /** Where an address is; nowhere for one that is unknown, of a private network or no address. */
  public Found find(String address) {
    var parsed = NetUtil.createInetAddressFromIpAddressString(address);
    if (parsed == null) {
      return Found.NOWHERE;
    }
    try {
      Map<?, ?> found = reader.get(parsed, Map.class);
      return found == null ? Found.NOWHERE : found(found);
    } catch (IOException broken) {
      return Found.NOWHERE;
    }
  }

  private static Found found(Map<?, ?> found) {
    var named = text(found, "country", "iso_code");
    var country = named == null ? text(found, "registered_country", "iso_code") : named;
    var region =
        found.get("subdivisions") instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Map<?, ?> first
            ? text(first, "iso_code")
            : null;
    var city = text(found, "city", "names", "en");
    var geo =
        country == null && city == null
            ? null
            : new Context.Geo(
                country, region, city == null ? null : Text.cut(city, Text.NAME, true));
    return new Found(geo, timezone(text(found, "location", "time_zone")));
  }

  private static @Nullable ZoneId timezone(@Nullable String name) {
    try {
      return name == null ? null : ZoneId.of(name);
    } catch (DateTimeException unknown) {
      return null;
    }
  }

  private static @Nullable String text(Map<?, ?> from, String... path) {
    Object at = from;
    for (var step : path) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at instanceof String text && !text.isBlank() ? text : null;
  }
}
