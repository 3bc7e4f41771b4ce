package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Dimension.DimensionSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the segments that an experiment's report is cut by. KF250: one is not sound. */
final class DimensionReader {
  /** Fields of the context that a report can be cut by. */
  private static final Set<String> FIELDS =
      Set.of(
          "page.type",
          "page.category",
          "geo.country",
          "geo.region",
          "geo.city",
          "device.os",
          "device.browser",
          "weather.condition",
          "locale",
          "utm.source",
          "utm.medium",
          "utm.campaign");

  /** Cuts that every report has, and what stands for the rest of the values. */
  private static final Set<String> TAKEN =
      Set.of("visitor", "channel", "device", Dimension.OTHER, Dimension.UNKNOWN);

  private static final int MOST = 5;
  private static final int MOST_VALUES = 20;
  private static final int LONGEST = 60;

  private DimensionReader() {}

  static List<Dimension> read(YamlTable analysis) {
    if (!analysis.has("segments")) {
      return List.of();
    }
    var dimensions = analysis.tables("segments").stream().map(DimensionReader::one).toList();
    if (dimensions.size() > MOST) {
      analysis.error(
          "segments",
          "KF250",
          "There are %d segments, expected %d at most: the more there are, the more of them look striking by chance."
              .formatted(dimensions.size(), MOST));
    }
    var names = new HashSet<String>();
    var keys = new HashSet<String>();
    for (var one : dimensions) {
      boolean sameName = !names.add(one.name());
      boolean sameField = !keys.add(one.key());
      if (sameName || sameField) {
        analysis.error(
            "segments", "KF250", "Segment \"%s\" is there twice.".formatted(Ids.shown(one.name())));
      }
    }
    return dimensions;
  }

  private static Dimension one(YamlTable table) {
    boolean trait = table.has("trait");
    if (trait == table.has("context")) {
      table.error(null, "KF250", "A segment has either trait or context. Maybe trait: tier.");
    }
    var field = table.text(trait ? "trait" : "context", "?");
    if (!trait && !FIELDS.contains(field)) {
      table.error(
          "context",
          "KF250",
          "context is \"%s\", expected a field of the context. %s"
              .formatted(Ids.shown(field), Suggestion.of(field, FIELDS)));
    }
    if (trait) {
      word(table, "trait", field);
    }
    var name = table.optional("name");
    var values = table.has("values") ? table.texts("values") : List.<String>of();
    var dimension =
        new Dimension(
            trait ? DimensionSource.TRAIT : DimensionSource.CONTEXT,
            field,
            name == null ? field : name,
            values);
    table.refuseOthers();
    word(table, "name", dimension.name());
    values.forEach(value -> word(table, "values", value));
    if (values.isEmpty() || values.size() > MOST_VALUES) {
      table.error(
          table.has("values") ? "values" : null,
          "KF250",
          "There are %d values, expected 1 to %d that are told apart; all others are told together. Maybe values: [gold, silver]."
              .formatted(values.size(), MOST_VALUES));
    }
    return dimension;
  }

  private static void word(YamlTable table, String key, String text) {
    if (text.isBlank()
        || text.length() > LONGEST
        || text.indexOf('=') >= 0
        || TAKEN.contains(text)
        || text.codePoints().anyMatch(Character::isISOControl)) {
      table.error(
          table.has(key) ? key : null,
          "KF250",
          "%s has \"%s\", expected 1 to %d characters without \"=\", and none of %s."
              .formatted(key, Ids.shown(text), LONGEST, TAKEN.stream().sorted().toList()));
    }
  }
}
