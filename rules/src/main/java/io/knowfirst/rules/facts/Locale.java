package io.knowfirst.rules.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The language that the visitor reads.
 *
 * @param language ISO 639 in small letters, for example {@code de}
 * @param country whose usage they follow, ISO 3166-1 alpha-2, for example {@code AT}; null where it
 *     is not said
 */
public record Locale(String language, @Nullable String country, List<Origin> origins)
    implements Fact {
  /**
   * Of a tag such as {@code de-AT} or {@code de_AT}; empty for what names no language.
   *
   * @param tag BCP 47
   */
  public static Optional<Locale> of(String tag, List<Origin> origins) {
    var read = java.util.Locale.forLanguageTag(tag.strip().replace('_', '-'));
    return read.getLanguage().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Locale(
                read.getLanguage(),
                read.getCountry().isEmpty() ? null : read.getCountry(),
                origins));
  }

  @Override
  public Map<String, Object> values() {
    return KnownValues.of("language", language, "country", country);
  }
}
