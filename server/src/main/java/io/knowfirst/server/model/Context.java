package io.knowfirst.server.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller knows of the moment. Text fields are as sent; absent ones null.
 *
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
    @Nullable String locale) {
  public static final Context NONE =
      new Context(null, null, Map.of(), null, null, null, null, null);

  /** Type: home, category, product, cart, checkout, search, content, account. */
  public record Page(
      String type, @Nullable String category, @Nullable String product, @Nullable String url) {}

  public record Geo(@Nullable String country, @Nullable String region, @Nullable String city) {}

  public record Device(String type, @Nullable String os, @Nullable String browser) {}

  public record Weather(String condition, double celsius) {}

  public Context {
    utm = Map.copyOf(utm);
  }
}
