package io.knowfirst.server.wire;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.server.model.Context;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the caller knows of the moment. Most of it a browser says, so whatever is not as
 * expected is noted as a fault, cut, converted or left out, and the rest is read: it is for the
 * caller to say whether the faults refuse.
 */
final class ContextReader {
  static final Set<String> PAGE_TYPES =
      Set.of("home", "category", "product", "cart", "checkout", "search", "content", "account");

  /** Looked at to tell bots, and not kept. */
  static final String AGENT = "userAgent";

  private static final Set<String> DEVICE_TYPES =
      Set.of("desktop", "mobile", "tablet", "app", "tv", "watch", "till");
  private static final Map<String, String> OTHER_DEVICES =
      Map.of(
          "smartphone", "mobile",
          "phone", "mobile",
          "iphone", "mobile",
          "ipad", "tablet",
          "pc", "desktop",
          "computer", "desktop",
          "laptop", "desktop",
          "smarttv", "tv",
          "wearable", "watch");
  private static final Map<String, String> LONG_COUNTRIES =
      Arrays.stream(Locale.getISOCountries())
          .collect(Collectors.toMap(code -> new Locale("", code).getISO3Country(), code -> code));
  private static final Set<String> FIELDS =
      Set.of(
          "page",
          "referrer",
          "utm",
          "search",
          "geo",
          "device",
          "weather",
          "locale",
          "timezone",
          AGENT);
  private static final Set<String> PAGE = Set.of("type", "category", "product", "url");
  private static final Set<String> GEO =
      Set.of("country", "region", "city", "latitude", "longitude");
  private static final Set<String> DEVICE = Set.of("type", "os", "browser");
  private static final Set<String> WEATHER = Set.of("condition", "celsius", "observedAt");
  private static final String UTM = "utm_";
  private static final int MOST_UTM = 20;

  private ContextReader() {}

  static Context read(@Nullable Fields context) {
    if (context == null) {
      return Context.NONE;
    }
    context.only(FIELDS);
    return new Context(
        page(context.object("page")),
        context.cut("referrer", Text.LONG),
        words(context.object("utm")),
        context.cut("search", Text.NAME),
        geo(context.object("geo")),
        device(context.object("device")),
        weather(context.object("weather")),
        context.label("locale"),
        timezone(context));
  }

  private static Context.@Nullable Page page(@Nullable Fields page) {
    if (page == null) {
      return null;
    }
    page.only(PAGE);
    var type = page.requiredWord("type", PAGE_TYPES);
    var category = page.label("category");
    var path = category == null ? "" : Categories.path(category);
    return new Context.Page(
        type == null ? "" : type,
        path.isEmpty() ? null : path,
        page.get("product") == null ? null : page.anyId("product"),
        page.cut("url", Text.LONG));
  }

  private static Context.@Nullable Geo geo(@Nullable Fields geo) {
    if (geo == null) {
      return null;
    }
    geo.only(GEO);
    var latitude = coordinate(geo, "latitude", "longitude", 90);
    var longitude = coordinate(geo, "longitude", "latitude", 180);
    boolean located = latitude != null && longitude != null;
    return new Context.Geo(
        country(geo),
        geo.label("region"),
        geo.label("city"),
        located ? latitude : null,
        located ? longitude : null);
  }

  /** Null, and noted, without the other: neither says where. */
  private static @Nullable Double coordinate(Fields geo, String name, String other, int most) {
    if (geo.get(name) == null) {
      if (geo.get(other) != null) {
        geo.refuse(name, "a number from -" + most + " to " + most);
      }
      return null;
    }
    double read = geo.number(name, -most, most, Double.NaN);
    return Double.isNaN(read) ? null : read;
  }

  private static @Nullable String country(Fields geo) {
    var said = geo.label("country");
    if (said == null || isCountry(said)) {
      return said;
    }
    var capital = said.strip().toUpperCase(Locale.ROOT);
    var kept = isCountry(capital) ? capital : LONG_COUNTRIES.get(capital);
    geo.changed("country", "two capital letters (ISO 3166-1), like DE", kept);
    return kept;
  }

  private static boolean isCountry(String code) {
    return code.length() == 2 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static Context.@Nullable Device device(@Nullable Fields device) {
    if (device == null) {
      return null;
    }
    device.only(DEVICE);
    var type =
        device.get("type") == null
            ? device.requiredWord("type", DEVICE_TYPES)
            : device.word("type", DEVICE_TYPES, ContextReader::deviceType);
    return new Context.Device(
        type == null ? "" : type, device.label("os"), device.label("browser"));
  }

  private static @Nullable String deviceType(String said) {
    var word = said.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    return DEVICE_TYPES.contains(word) ? word : OTHER_DEVICES.get(word);
  }

  /** Null without both of its fields: neither says much without the other. */
  private static Context.@Nullable Weather weather(@Nullable Fields weather) {
    if (weather == null) {
      return null;
    }
    weather.only(WEATHER);
    var condition = weather.label("condition");
    if (weather.get("condition") == null) {
      weather.refuse("condition", "text of 1 to " + Text.ID + " characters");
    }
    if (weather.get("celsius") == null) {
      weather.refuse("celsius", "a number from -100 to 70");
    }
    double celsius = weather.number("celsius", -100, 70, Double.NaN);
    return condition == null || Double.isNaN(celsius)
        ? null
        : new Context.Weather(
            condition, celsius, weather.time("observedAt", EventClock.EARLIEST, Instant.MAX));
  }

  private static @Nullable ZoneId timezone(Fields context) {
    var said = context.label("timezone");
    if (said == null) {
      return null;
    }
    try {
      return ZoneId.of(said);
    } catch (DateTimeException unknown) {
      context.changed("timezone", "a time zone such as Europe/Berlin", null);
      return null;
    }
  }

  /** Names and texts; a name's utm_ is left out. */
  static Map<String, String> words(@Nullable Fields object) {
    if (object == null) {
      return Map.of();
    }
    if (object.object().size() > MOST_UTM) {
      object
          .faults()
          .changed(
              object.at(),
              object.object(),
              "at most " + MOST_UTM + " fields",
              "the first " + MOST_UTM);
    }
    var words = new HashMap<String, String>();
    for (var names = object.object().fieldNames(); names.hasNext() && words.size() < MOST_UTM; ) {
      var name = names.next();
      var fault = Text.idFault(name);
      if (fault != null) {
        object.refuse(name, "a name that is " + fault);
        continue;
      }
      var text = object.label(name);
      if (text != null) {
        words.put(name.startsWith(UTM) ? name.substring(UTM.length()) : name, text);
      }
    }
    return words;
  }
}
