package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the languages of a shop, and what a content says in others than its own. */
final class LanguageReader {
  private LanguageReader() {}

  /** {@code languages} of shop.yaml: tags, that of contents without a tag first. */
  static List<String> ofShop(YamlTable shop) {
    var tags = shop.has(Content.LANGUAGES) ? shop.texts(Content.LANGUAGES) : List.<String>of();
    for (var tag : tags) {
      if (!isTag(tag)) {
        shop.error(Content.LANGUAGES, "KF275", wrong(tag));
      }
    }
    return tags;
  }

  /** {@code languages} of a content: by tag, the fields that differ. */
  static Map<String, Map<String, Object>> ofContent(YamlTable content) {
    var languages = new LinkedHashMap<String, Map<String, Object>>();
    content
        .table(Content.LANGUAGES)
        .ifPresent(
            table -> {
              for (var tag : table.all().keySet()) {
                if (!isTag(tag)) {
                  table.error(tag, "KF275", wrong(tag));
                }
                table.table(tag).ifPresent(differs -> languages.put(tag, differs.rest()));
              }
            });
    return languages;
  }

  private static boolean isTag(String tag) {
    var read = Locale.forLanguageTag(tag);
    return !read.getLanguage().isEmpty() && read.toLanguageTag().equals(tag);
  }

  private static String wrong(String tag) {
    var near = Locale.forLanguageTag(tag.strip().replace('_', '-')).toLanguageTag();
    return "The language is \"%s\", expected a tag (BCP 47) such as de or de-AT. Maybe %s."
        .formatted(tag, near.equals("und") ? "en" : near);
  }
}
