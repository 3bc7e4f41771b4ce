package io.knowfirst.server.wire;

import io.knowfirst.server.model.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a browser says of the device with each request: by client hints ({@code Sec-CH-UA}, {@code
 * -Mobile}, {@code -Platform}, {@code -Form-Factors}), and where it sends none by its user agent.
 */
final class ClientHints {
  private static final int LONGEST = 500;
  private static final int REMEMBERED = 4_000;
  private static final Pattern BRAND = Pattern.compile("\"([^\"]{1,60})\"\\s*;\\s*v=");
  private static final Pattern NO_BRAND = Pattern.compile("(?i)not.*brand|chromium");
  private static final Map<String, String> FORMS =
      Map.of("tablet", "tablet", "mobile", "mobile", "desktop", "desktop", "watch", "watch");
  private static final Map<String, String> PLATFORMS =
      Map.of("chrome os", "chromeos", "chromium os", "chromeos");
  private static final Map<String, String> BRANDS =
      Map.of(
          "google chrome", "chrome",
          "microsoft edge", "edge",
          "samsung internet", "samsung",
          "android webview", "webview");

  /** In this order: what comes first is told apart from those that it names besides. */
  private static final List<Sign> TYPES =
      List.of(
          new Sign("tv", "(?i)smart-?tv|appletv|googletv|hbbtv|bravia|web0s|tizen.*\\btv\\b"),
          new Sign("tablet", "iPad|Android(?!.*Mobile)|Tablet|Kindle|Silk/"),
          new Sign("mobile", "iPhone|iPod|Mobi|Android"),
          new Sign("desktop", "Windows NT|Macintosh|X11|CrOS"));

  private static final List<Sign> SYSTEMS =
      List.of(
          new Sign("ios", "iPhone|iPad|iPod"),
          new Sign("android", "Android"),
          new Sign("windows", "Windows"),
          new Sign("macos", "Macintosh|Mac OS X"),
          new Sign("chromeos", "CrOS"),
          new Sign("linux", "Linux|X11"));
  private static final List<Sign> BROWSERS =
      List.of(
          new Sign("edge", "Edg(?:e|A|iOS)?/"),
          new Sign("opera", "OPR/|Opera"),
          new Sign("samsung", "SamsungBrowser/"),
          new Sign("firefox", "Firefox/|FxiOS/"),
          new Sign("chrome", "Chrome/|CriOS/"),
          new Sign("safari", "Version/.*Safari/"));

  private static final Map<String, Agent> AGENTS = new ConcurrentHashMap<>();

  /** What a user agent says. */
  private record Agent(@Nullable String type, @Nullable String os, @Nullable String browser) {}

  private record Sign(String word, Pattern pattern) {
    Sign(String word, String pattern) {
      this(word, Pattern.compile(pattern));
    }

    static @Nullable String of(String agent, List<Sign> signs) {
      for (var sign : signs) {
        if (sign.pattern.matcher(agent).find()) {
          return sign.word;
        }
      }
      return null;
    }
  }

  private ClientHints() {}

  /** The device; null where nothing tells its type. */
  static Context.@Nullable Device device(RequestHeaders headers) {
    var sent = headers.get("User-Agent");
    var agent = agent(sent == null ? "" : sent.substring(0, Math.min(sent.length(), LONGEST)));
    var hinted = type(headers);
    var type = hinted == null ? agent.type() : hinted;
    if (type == null) {
      return null;
    }
    var platform = word(headers.get("Sec-CH-UA-Platform"), PLATFORMS);
    var brand = brand(headers.get("Sec-CH-UA"));
    return new Context.Device(
        type, platform == null ? agent.os() : platform, brand == null ? agent.browser() : brand);
  }

  private static Agent agent(String sent) {
    var known = AGENTS.get(sent);
    if (known != null) {
      return known;
    }
    var agent = new Agent(Sign.of(sent, TYPES), Sign.of(sent, SYSTEMS), Sign.of(sent, BROWSERS));
    if (AGENTS.size() >= REMEMBERED) {
      AGENTS.clear();
    }
    AGENTS.put(sent, agent);
    return agent;
  }

  private static @Nullable String type(RequestHeaders headers) {
    var forms = headers.get("Sec-CH-UA-Form-Factors");
    if (forms != null && forms.length() <= LONGEST) {
      for (var form : forms.split(",", -1)) {
        var type = FORMS.get(unquoted(form));
        if (type != null) {
          return type;
        }
      }
    }
    // ?0 stands for tablets too, which the user agent still tells.
    return "?1".equals(headers.get("Sec-CH-UA-Mobile")) ? "mobile" : null;
  }

  private static @Nullable String brand(@Nullable String brands) {
    if (brands == null || brands.length() > LONGEST) {
      return null;
    }
    var names = BRAND.matcher(brands);
    while (names.find()) {
      if (!NO_BRAND.matcher(names.group(1)).find()) {
        return word(names.group(1), BRANDS);
      }
    }
    return null;
  }

  /** Small letters; null where the header says nothing. */
  private static @Nullable String word(@Nullable String said, Map<String, String> others) {
    var word = said == null ? "" : unquoted(said);
    return word.isEmpty() || word.equals("unknown") || word.length() > Text.NAME
        ? null
        : others.getOrDefault(word, word);
  }

  private static String unquoted(String said) {
    return said.replace("\"", "").strip().toLowerCase(Locale.ROOT);
  }
}
