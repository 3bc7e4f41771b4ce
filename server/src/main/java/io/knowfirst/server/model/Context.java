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

  public record Geo(@Nullable String country, @Nullable String region, @Nullable String city) {}

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
}
