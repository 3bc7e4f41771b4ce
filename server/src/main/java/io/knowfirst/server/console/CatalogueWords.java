package io.knowfirst.server.console;

import io.knowfirst.server.catalogue.Assortment;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * What the catalogue offers to choose from.
 *
 * @param version of the catalogue
 * @param categories with those above them, in the order of the tree
 */
record CatalogueWords(
    long version,
    List<String> categories,
    List<String> brands,
    List<String> colours,
    List<String> sizes) {
  /** A browser shows no longer list in a useful way. */
  private static final int MOST = 2_000;

  static final CatalogueWords NONE =
      new CatalogueWords(-1, List.of(), List.of(), List.of(), List.of());

  /** Looks at all products: not on an event loop. */
  static CatalogueWords of(Assortment assortment) {
    var categories = new TreeSet<String>();
    for (var category : assortment.categories()) {
      for (int dot = category.length(); dot > 0; dot = category.lastIndexOf('.', dot - 1)) {
        categories.add(category.substring(0, dot));
      }
    }
    return new CatalogueWords(
        assortment.version(),
        new ArrayList<>(categories).subList(0, Math.min(MOST, categories.size())),
        assortment.values("brand", MOST),
        assortment.values("colour", MOST),
        assortment.sizes(MOST));
  }
}
