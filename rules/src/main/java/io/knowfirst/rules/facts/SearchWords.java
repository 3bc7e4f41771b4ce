package io.knowfirst.rules.facts;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a search engine's address says was searched for. */
final class SearchWords {
  private static final Set<String> NAMES = Set.of("q", "p", "query", "wd", "text");
  private static final int LENGTH = 200;

  private SearchWords() {}

  /** In lower case; null where the address does not tell. */
  static @Nullable String of(String address) {
    int query = address.indexOf('?');
    int end = address.indexOf('#', Math.max(0, query));
    if (query < 0) {
      return null;
    }
    for (var part : address.substring(query + 1, end < 0 ? address.length() : end).split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && NAMES.contains(part.substring(0, equals))) {
        var words = decoded(part.substring(equals + 1)).strip().toLowerCase(Locale.ROOT);
        return words.isEmpty() ? null : words.substring(0, Math.min(LENGTH, words.length()));
      }
    }
    return null;
  }

  /** Browsers send what no strict decoder takes: it then stays as it is. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      return text;
    }
  }
}
