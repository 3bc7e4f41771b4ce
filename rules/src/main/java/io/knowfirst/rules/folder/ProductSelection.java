package io.knowfirst.rules.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which products a content shows. Values in braces are the offer's choices: {@code "{size}"} must
 * have been chosen, or nothing is shown; {@code "{size?}"} is left out when it was not. Only
 * products in stock are ever taken; with fewer than {@code atLeast} the content is not shown.
 *
 * @param category the category (and all below it) that products come from
 * @param where attributes that a product must have, each with the values of which one is enough;
 *     {@code size} is met by any of the product's sizes in stock
 * @param like a product id: the more alike (category, gender, brand, colour, usage, price) the
 *     earlier; itself never
 * @param goesWith a product that the ones shown must go with; null for any
 * @param except a product id that is never among them, such as the page's own product
 * @param limit how many at most, 1 to 50
 * @param atLeast how few are too few, at least 1
 * @param recommend by what they are found; null where {@code like} or the standing order says so,
 *     and then the category is never empty
 */
public record ProductSelection(
    String category,
    Map<String, List<String>> where,
    @Nullable String like,
    @Nullable GoesWith goesWith,
    @Nullable String except,
    int limit,
    int atLeast,
    @Nullable Recommendation recommend) {

  /** One that recommends nothing by name. */
  public ProductSelection(
      String category,
      Map<String, List<String>> where,
      @Nullable String like,
      @Nullable GoesWith goesWith,
      @Nullable String except,
      int limit,
      int atLeast) {
    this(category, where, like, goesWith, except, limit, atLeast, null);
  }

  /**
   * What goes with a product: another colour that suits its own, and its gender. A file writes just
   * {@code goesWith: "{product}"}; the colours come from the folder's {@code colours.yaml}.
   *
   * @param product a product id
   * @param colours for each colour, in lower case, those that go with it, best first; {@code other}
   *     for all colours not named
   */
  public record GoesWith(String product, Map<String, List<String>> colours) {
    public GoesWith {
      var copy = new LinkedHashMap<String, List<String>>();
      colours.forEach((colour, matches) -> copy.put(colour, List.copyOf(matches)));
      colours = Map.copyOf(copy);
    }
  }

  public ProductSelection {
    var copy = new LinkedHashMap<String, List<String>>();
    where.forEach((attribute, values) -> copy.put(attribute, List.copyOf(values)));
    where = Map.copyOf(copy);
    if (limit < 1 || limit > 50) {
      throw new IllegalArgumentException("limit is " + limit + ", expected 1 to 50");
    }
    if (atLeast < 1 || atLeast > limit) {
      throw new IllegalArgumentException(
          "atLeast is " + atLeast + ", expected 1 to limit (" + limit + ")");
    }
  }
}
