package io.knowfirst.server.http;

import io.knowfirst.server.model.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the caller knows of the moment. */
final class ContextReader {
  static final Set<String> PAGE_TYPES =
      Set.of("home", "category", "product", "cart", "checkout", "search", "content", "account");

  /** Looked at to tell bots, and not kept. */
  static final String AGENT = "userAgent";

  private static final Set<String> DEVICE_TYPES =
      Set.of("desktop", "mobile", "tablet", "app", "tv", "watch", "till");
  private static final Set<String> FIELDS =
      Set.of("page", "referrer", "utm", "search", "geo", "device", "weather", "locale", AGENT);
  private static final Set<String> PAGE = Set.of("type", "category", "product", "url");
  private static final Set<String> GEO = Set.of("country", "region", "city");
  private static final Set<String> DEVICE = Set.of("type", "os", "browser");
  private static final Set<String> WEATHER = Set.of("condition", "celsius");
  private static final int MOST_UTM = 20;

  private ContextReader() {}

  static Context read(@Nullable Fields context) {
    if (context == null) {
      return Context.NONE;
    }
    context.only(FIELDS);
    return new Context(
        page(context.object("page")),
        context.text("referrer", Text.LONG),
        words(context.object("utm")),
        context.text("search", Text.NAME),
        geo(context.object("geo")),
        device(context.object("device")),
        weather(context.object("weather")),
        context.id("locale"));
  }

  private static Context.@Nullable Page page(@Nullable Fields page) {
    if (page == null) {
      return null;
    }
    page.only(PAGE);
    var type = page.requiredWord("type", PAGE_TYPES);
    return new Context.Page(
        type == null ? "" : type,
        page.id("category"),
        page.id("product"),
        page.text("url", Text.LONG));
  }

  private static Context.@Nullable Geo geo(@Nullable Fields geo) {
    if (geo == null) {
      return null;
    }
    geo.only(GEO);
    var country = geo.id("country");
    if (country != null && !isCountry(country)) {
      geo.refuse("country", "two capital letters (ISO 3166-1), like DE");
    }
    return new Context.Geo(country, geo.id("region"), geo.id("city"));
  }

  private static boolean isCountry(String code) {
    return code.length() == 2 && code.chars().allMatch(c -> c >= 'A' && c <= 'Z');
  }

  private static Context.@Nullable Device device(@Nullable Fields device) {
    if (device == null) {
      return null;
    }
    device.only(DEVICE);
    var type = device.requiredWord("type", DEVICE_TYPES);
    return new Context.Device(type == null ? "" : type, device.id("os"), device.id("browser"));
  }

  private static Context.@Nullable Weather weather(@Nullable Fields weather) {
    if (weather == null) {
      return null;
    }
    weather.only(WEATHER);
    if (weather.get("celsius") == null) {
      weather.refuse("celsius", "a number from -100 to 70");
    }
    return new Context.Weather(
        weather.requiredId("condition"), weather.number("celsius", -100, 70, 0));
  }

  /** Names and texts, both as sent. */
  static Map<String, String> words(@Nullable Fields object) {
    if (object == null) {
      return Map.of();
    }
    if (object.object().size() > MOST_UTM) {
      object.faults().add(object.at(), object.object(), "at most " + MOST_UTM + " fields");
      return Map.of();
    }
    var words = new HashMap<String, String>();
    for (var names = object.object().fieldNames(); names.hasNext(); ) {
      var name = names.next();
      var fault = Text.idFault(name);
      if (fault != null) {
        object.refuse(name, "a name that is " + fault);
        continue;
      }
      var text = object.id(name);
      if (text != null) {
        words.put(name, text);
      }
    }
    return words;
  }
}
