package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.rules.folder.Recommendation.Sort;
import io.knowfirst.rules.folder.Recommendation.Without;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which products a content shows. KF264: a recommendation that is related to no product.
 * KF265: a related product that no recommendation asks for. KF267: a recommendation beside another
 * way to choose. KF268: steps that never have their turn.
 */
final class SelectionReader {
  private static final int MOST = 50;
  private static final double DEAREST = 1e9;
  private static final List<String> SOURCES =
      Arrays.stream(ProductSource.values()).map(ProductSource::word).toList();

  private final YamlTable table;
  private final Map<String, List<String>> colours;

  private SelectionReader(YamlTable table, Map<String, List<String>> colours) {
    this.table = table;
    this.colours = colours;
  }

  /**
   * @param colours for each colour, those that go with it
   */
  static ProductSelection read(YamlTable table, Map<String, List<String>> colours) {
    return new SelectionReader(table, colours).selection();
  }

  private ProductSelection selection() {
    var recommendation = table.has("recommend") ? recommendation() : null;
    var goesWith = table.optional("goesWith");
    int limit = table.whole("limit", 1, MOST, 8);
    var category =
        recommendation == null ? table.text("category", "?") : table.optional("category");
    var selection =
        new ProductSelection(
            category == null ? "" : category,
            table.table("where").map(YamlTable::textsByText).orElse(Map.of()),
            table.optional("like"),
            goesWith == null ? null : new ProductSelection.GoesWith(goesWith, colours),
            table.optional("except"),
            limit,
            table.whole("atLeast", 1, limit, 1),
            recommendation);
    table.refuseOthers();
    if (recommendation != null) {
      alone("like", selection.like());
      alone("goesWith", goesWith);
    }
    return selection;
  }

  private void alone(String key, @Nullable String value) {
    if (value != null) {
      table.error(
          key,
          "KF267",
          "%s is \"%s\" beside recommend, expected one of the two. Maybe \"of\", with %s among the recommendations."
              .formatted(key, value, key.equals("like") ? "similar" : "goes-with"));
    }
  }

  private Recommendation recommendation() {
    var steps = new ArrayList<List<ProductSource>>();
    for (var text : table.oneOrMore("recommend")) {
      var mixed = sources(text);
      if (!mixed.isEmpty()) {
        steps.add(mixed);
      }
    }
    var recommendation =
        new Recommendation(steps, table.oneOrMore("of"), without(), price(), diversity());
    related(recommendation);
    for (int i = 0; i < steps.size() - 1; i++) {
      if (steps.get(i).contains(ProductSource.TOP_SELLERS)) {
        table.warning(
            "recommend",
            "KF268",
            "top-sellers has something for every place, so the steps after it never have their turn. Maybe put it last.");
        break;
      }
    }
    return recommendation;
  }

  private List<ProductSource> sources(String text) {
    var mixed = new ArrayList<ProductSource>();
    for (var word : text.split("\\+", -1)) {
      var source = ProductSource.of(word.strip());
      if (source == null) {
        table.error(
            "recommend",
            "KF004",
            "recommend has \"%s\". %s"
                .formatted(word.strip(), Suggestion.of(word.strip(), SOURCES)));
      } else if (!mixed.contains(source)) {
        mixed.add(source);
      }
    }
    return mixed;
  }

  private void related(Recommendation recommendation) {
    if (recommendation.of().isEmpty() && recommendation.uses(Sort.RELATED)) {
      table.error(
          "recommend",
          "KF264",
          "%s needs a product that others are related to. Maybe of: \"{product}\", with the product that the rule chooses."
              .formatted(first(recommendation)));
    }
    boolean used =
        recommendation.uses(Sort.RELATED)
            || recommendation.steps().stream()
                .anyMatch(step -> step.contains(ProductSource.TOP_SELLERS));
    if (!recommendation.of().isEmpty() && !used && !recommendation.steps().isEmpty()) {
      table.warning(
          "of",
          "KF265",
          "No recommendation is related to a product, so \"of\" says nothing. Maybe leave it out, or add similar.");
    }
  }

  private static String first(Recommendation recommendation) {
    return recommendation.steps().stream()
        .flatMap(List::stream)
        .filter(source -> source.sorts().contains(Sort.RELATED))
        .findFirst()
        .map(ProductSource::word)
        .orElse("It");
  }

  private Set<Without> without() {
    var without = EnumSet.noneOf(Without.class);
    for (var word : table.oneOrMore("not")) {
      var known = Arrays.stream(Without.values()).filter(one -> one.word().equals(word)).toList();
      if (known.isEmpty()) {
        var words = Arrays.stream(Without.values()).map(Without::word).toList();
        table.error(
            "not", "KF004", "not has \"%s\". %s".formatted(word, Suggestion.of(word, words)));
      }
      without.addAll(known);
    }
    return without;
  }

  private Price price() {
    var band = table.table("price").orElse(null);
    if (band == null) {
      return Price.ANY;
    }
    var from = band.decimal("from", 0, DEAREST, 0.0);
    var to = band.decimal("to", 0, DEAREST, DEAREST);
    band.refuseOthers();
    if (from == null || to == null) {
      return Price.ANY;
    }
    if (from > to) {
      band.error(
          "to",
          "KF004",
          "to is %s and from is %s, expected from to be no more. Maybe they are the wrong way round."
              .formatted(to, from));
      return Price.ANY;
    }
    return new Price(from, to);
  }

  private Map<String, Integer> diversity() {
    var most = new LinkedHashMap<String, Integer>();
    table
        .table("diversity")
        .ifPresent(
            inner ->
                inner
                    .marks()
                    .keySet()
                    .forEach(
                        attribute -> {
                          if (!attribute.isEmpty()) {
                            most.put(attribute, inner.whole(attribute, 1, MOST, null));
                          }
                        }));
    return most;
  }
}
