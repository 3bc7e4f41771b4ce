package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows.
 *
 * @param payload what the page gets, as the author wrote it (JSON values)
 * @param products which products of the catalogue go with it; null for none
 * @param named whether a text of a payload names the visitor or a product
 * @param languages what other payloads there are, whole, by the tag of their language
 */
public record Content(
    String id,
    Map<String, Object> payload,
    @Nullable ProductSelection products,
    boolean named,
    Map<String, Map<String, Object>> languages) {
  /** The key under which an author writes what differs in other languages. */
  public static final String LANGUAGES = "languages";

  /** In one language. */
  public Content(String id, Map<String, Object> payload, @Nullable ProductSelection products) {
    this(id, payload, products, NamedTexts.isIn(payload), Map.of());
  }

  /**
   * In several languages.
   *
   * @param others what differs from the payload, by the tag of the language
   */
  static Content of(
      String id,
      Map<String, Object> payload,
      @Nullable ProductSelection products,
      Map<String, Map<String, Object>> others) {
    var languages = new LinkedHashMap<String, Map<String, Object>>();
    others.forEach(
        (tag, differs) -> {
          var whole = new LinkedHashMap<>(payload);
          whole.putAll(differs);
          languages.put(tag, whole);
        });
    boolean named =
        Stream.concat(Stream.of(payload), languages.values().stream()).anyMatch(NamedTexts::isIn);
    return new Content(id, payload, products, named, languages);
  }

  /**
   * The language in which a reader gets it: just theirs ({@code de-AT}), else that of any country
   * ({@code de}); null for the payload that has no tag.
   *
   * @param locale BCP 47; null where it is not known
   */
  public @Nullable String language(@Nullable String locale) {
    if (languages.isEmpty() || locale == null) {
      return null;
    }
    var tag = Locale.forLanguageTag(locale.strip().replace('_', '-'));
    for (var one : new String[] {tag.toLanguageTag(), tag.getLanguage()}) {
      if (languages.containsKey(one)) {
        return one;
      }
    }
    return null;
  }

  /** What the page gets in a language; null for the payload that has no tag. */
  public Map<String, Object> in(@Nullable String language) {
    return language == null ? payload : languages.getOrDefault(language, payload);
  }
}
