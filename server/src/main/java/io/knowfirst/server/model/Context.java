package io.knowfirst.server.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller knows of the moment. Text fields are as sent; absent ones null.
 *
 * @param timezone the visitor's
 * @param utm source, medium, campaign … without the {@code utm_}
 */
public record Context(
    @Nullable Page page,
    @Nullable String referrer,
    Map<String, String> utm,
    @Nullable String search,
    @Nullable Geo geo,
    @Nullable Device device,
    @Nullable Weather weather,
    @Nullable String locale,
    @Nullable ZoneId timezone) {
  public static final Context NONE =
      new Context(null, null, Map.of(), null, null, null, null, null);

  /** Of a visitor whose time zone is not known. */
  public Context(
      @Nullable Page page,
      @Nullable String referrer,
      Map<String, String> utm,
      @Nullable String search,
      @Nullable Geo geo,
      @Nullable Device device,
      @Nullable Weather weather,
      @Nullable String locale) {
    this(page, referrer, utm, search, geo, device, weather, locale, null);
  }

  /** Type: home, category, product, cart, checkout, search, content, account. */
  public record Page(
      String type, @Nullable String category, @Nullable String product, @Nullable String url) {}

  /**
   * Where the visitor is.
   *
   * @param latitude rounded to a hundredth, about a kilometre; null where it is not known, and so
   *     is longitude
   */
  public record Geo(
      @Nullable String country,
      @Nullable String region,
      @Nullable String city,
      @Nullable Double latitude,
      @Nullable Double longitude) {
    private static final double ROUNDED = 100;

    public Geo {
      latitude = latitude == null ? null : Math.round(latitude * ROUNDED) / ROUNDED;
      longitude = longitude == null ? null : Math.round(longitude * ROUNDED) / ROUNDED;
    }

    /** Without coordinates. */
    public Geo(@Nullable String country, @Nullable String region, @Nullable String city) {
      this(country, region, city, null, null);
    }
  }

  public record Device(String type, @Nullable String os, @Nullable String browser) {}

  /**
   * The weather.
   *
   * @param observed when; null for now
   */
  public record Weather(String condition, double celsius, @Nullable Instant observed) {
    public Weather(String condition, double celsius) {
      this(condition, celsius, null);
    }

    /** Its age at a moment, in whole minutes; 0 for what is yet to come. */
    public int minutesAgo(Instant now) {
      return observed == null
          ? 0
          : (int)
              Math.min(Integer.MAX_VALUE, Math.max(0, Duration.between(observed, now).toMinutes()));
    }
  }

  public Context {
    utm = Map.copyOf(utm);
  }

  /** The same, with place, device, language and time zone of another where this has none. */
  public Context or(Context other) {
    return new Context(
        page,
        referrer,
        utm,
        search,
        geo == null ? other.geo : geo,
        device == null ? other.device : device,
        weather,
        locale == null ? other.locale : locale,
        timezone == null ? other.timezone : timezone);
  }
}
