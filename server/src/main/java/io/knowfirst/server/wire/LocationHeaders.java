package io.knowfirst.server.wire;

import io.knowfirst.server.model.Context;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Headers by which a proxy of ours says where a visitor is. Browsers can send the same, so the
 * proxy must set or remove each of them.
 *
 * @param names by what they say: country, region, city, latitude, longitude or timezone
 */
public record LocationHeaders(Map<String, String> names) {
  /** None are believed. */
  public static final LocationHeaders NONE = new LocationHeaders(Map.of());

  private static final Set<String> FIELDS =
      Set.of("country", "region", "city", "latitude", "longitude", "timezone");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,100}");
  private static final Pattern REGION = Pattern.compile("[A-Z0-9]{1,3}");
  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,3}(\\.[0-9]{1,20})?");
  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  public LocationHeaders {
    names = Map.copyOf(names);
    names.forEach(
        (field, name) -> {
          if (!FIELDS.contains(field) || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                "location-header is %s=%s, expected one of %s and the name of a header. Maybe country=CF-IPCountry was meant."
                    .formatted(field, name, String.join(", ", new TreeSet<>(FIELDS))));
          }
        });
    if (names.containsKey("latitude") != names.containsKey("longitude")) {
      throw new IllegalArgumentException(
          "location-header is %s, expected latitude and longitude together. Maybe the other is missing."
              .formatted(new TreeMap<>(names)));
    }
  }

  boolean none() {
    return names.isEmpty();
  }

  /** Where the visitor is; null where no header says so. */
  Context.@Nullable Geo geo(RequestHeaders headers) {
    var country = country(text("country", headers));
    var city = text("city", headers);
    var latitude = number("latitude", 90, headers);
    var longitude = number("longitude", 180, headers);
    boolean located = latitude != null && longitude != null;
    return country == null && city == null && !located
        ? null
        : new Context.Geo(
            country,
            region(text("region", headers)),
            city,
            located ? latitude : null,
            located ? longitude : null);
  }

  @Nullable ZoneId timezone(RequestHeaders headers) {
    var said = text("timezone", headers);
    try {
      return said == null ? null : ZoneId.of(said);
    } catch (DateTimeException unknown) {
      return null;
    }
  }

  /** Proxies say XX, ZZ, T1 or such where they do not know. */
  private static @Nullable String country(@Nullable String said) {
    var code = said == null ? "" : said.toUpperCase(Locale.ROOT);
    return COUNTRIES.contains(code) ? code : null;
  }

  /** Without the country that some put before it. */
  private static @Nullable String region(@Nullable String said) {
    if (said == null) {
      return null;
    }
    var code = said.toUpperCase(Locale.ROOT);
    code = code.length() > 3 && code.charAt(2) == '-' ? code.substring(3) : code;
    return REGION.matcher(code).matches() ? code : null;
  }

  private @Nullable Double number(String field, int most, RequestHeaders headers) {
    var said = text(field, headers);
    if (said == null || !NUMBER.matcher(said).matches()) {
      return null;
    }
    double number = Double.parseDouble(said);
    return Math.abs(number) <= most ? number : null;
  }

  private @Nullable String text(String field, RequestHeaders headers) {
    var name = names.get(field);
    var sent = name == null ? null : headers.get(name);
    if (sent == null) {
      return null;
    }
    var text = Text.cut(decoded(utf8(sent)), Text.NAME, true).strip();
    return text.isEmpty() ? null : text;
  }

  /** Headers come byte by byte; proxies send names of cities as UTF-8. */
  private static String utf8(String sent) {
    if (sent.chars().allMatch(c -> c < 0x80) || sent.chars().anyMatch(c -> c > 0xff)) {
      return sent;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException other) {
      return sent;
    }
  }

  private static String decoded(String text) {
    if (!ENCODED.matcher(text).find()) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
