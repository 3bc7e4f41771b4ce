package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Texts of a content that name the visitor or a product: {@code Hello {firstName|there}}. What
 * stands after the bar is shown where the value is not known or may not be read. A name without a
 * bar stays as it is.
 */
public final class NamedTexts {
  /** What can be told of the first product that is shown. */
  public static final List<String> OF_PRODUCT =
      List.of("product.name", "product.price", "product.id", "product.brand", "product.colour");

  /** What can be told of the visitor's last order. */
  public static final List<String> OF_ORDER = List.of("order.daysAgo", "order.product");

  private static final Pattern NAME =
      Pattern.compile("(?<!\\{)\\{([A-Za-z][A-Za-z0-9_.-]{0,99})(?:\\|([^{}|]*))?\\}(?!\\})");

  private NamedTexts() {}

  /** Whether any text of the payload names something. */
  static boolean isIn(Map<String, Object> payload) {
    var found = new boolean[1];
    each(payload, (name, otherwise) -> found[0] |= otherwise != null);
    return found[0];
  }

  /**
   * Takes each name that a payload's texts have, with what is shown otherwise; null where nothing
   * is said.
   */
  public static void each(@Nullable Object value, BiConsumer<String, @Nullable String> names) {
    if (value instanceof String text) {
      var matcher = NAME.matcher(text);
      while (matcher.find()) {
        names.accept(matcher.group(1), matcher.group(2));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.values().forEach(one -> each(one, names));
    } else if (value instanceof Iterable<?> list) {
      list.forEach(one -> each(one, names));
    }
  }

  /**
   * The payload with values in the place of names; they are escaped for HTML.
   *
   * @param values by name; null for what is not known
   */
  public static Map<String, Object> fill(
      Map<String, Object> payload, Function<String, @Nullable String> values) {
    var filled = new LinkedHashMap<String, Object>();
    payload.forEach(
        (key, value) -> {
          var one = filled(value, values);
          if (one != null) {
            filled.put(key, one);
          }
        });
    return filled;
  }

  private static @Nullable Object filled(
      @Nullable Object value, Function<String, @Nullable String> values) {
    if (value instanceof String text) {
      return NAME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(one(found, values)));
    }
    if (value instanceof Map<?, ?> map) {
      var filled = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((key, one) -> filled.put(String.valueOf(key), filled(one, values)));
      return filled;
    }
    return value instanceof List<?> list
        ? list.stream().map(one -> filled(one, values)).toList()
        : value;
  }

  private static String one(MatchResult found, Function<String, @Nullable String> values) {
    var otherwise = found.group(2);
    if (otherwise == null) {
      return found.group();
    }
    var known = values.apply(found.group(1));
    return known == null || known.isBlank() ? otherwise : escaped(known);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
