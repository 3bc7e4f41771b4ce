package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A selection without placeholders, ready to run.
 *
 * @param most how many are wanted
 * @param price what the selected may cost
 * @param named products that are not to be among the selected, by category
 * @param like the product whose gender the selected must suit; null for any
 */
record Query(
    ProductSelection selection,
    int most,
    Price price,
    Map<String, List<Product>> named,
    @Nullable Product like,
    @Nullable ColourMatch match,
    Ranking ranking) {

  /** Empty when a product that the selection is measured by is not in the catalogue. */
  static Optional<Query> of(ProductSelection selection, Index products) {
    var named = new ArrayList<Product>(3);
    Product like = null;
    ColourMatch match = null;
    Ranking ranking = Ranking.STANDING;
    var goesWith = selection.goesWith();
    if (goesWith != null) {
      var product = products.get(goesWith.product());
      if (product == null) {
        return Optional.empty();
      }
      named.add(product);
      match = ColourMatch.of(product, goesWith);
      ranking = match;
    }
    var likeId = selection.like();
    if (likeId != null) {
      like = products.get(likeId);
      if (like == null) {
        return Optional.empty();
      }
      named.add(like);
      ranking = Likeness.to(like);
    }
    var exceptId = selection.except();
    var except = exceptId == null ? null : products.get(exceptId);
    if (except != null) {
      named.add(except);
    }
    return Optional.of(
        new Query(
            selection, selection.limit(), Price.ANY, byCategory(named), like, match, ranking));
  }

  static Map<String, List<Product>> byCategory(Collection<Product> products) {
    return products.stream().collect(Collectors.groupingBy(Product::category));
  }

  /** Runs over the shelves by category. */
  List<Product> run(NavigableMap<String, Shelf> all) {
    return best(all).atLeast(selection.atLeast());
  }

  /** As {@link #run}, however few there are. */
  Best best(NavigableMap<String, Shelf> all) {
    var best = new Best(most);
    var shelves = below(all, selection.category());
    if (like != null) {
      shelves.sort((a, b) -> Double.compare(most(b), most(a)));
    }
    for (var shelf : shelves) {
      double most = most(shelf);
      if (most >= 0 && !best.closedTo(most)) {
        var candidates = candidates(shelf.getKey(), shelf.getValue());
        if (any(candidates)) {
          ranking.rank(shelf.getValue(), shelf.getKey(), candidates, best);
        }
      }
    }
    return best;
  }

  private double most(Map.Entry<String, Shelf> shelf) {
    return ranking.most(shelf.getValue(), shelf.getKey());
  }

  private static List<Map.Entry<String, Shelf>> below(
      NavigableMap<String, Shelf> all, String category) {
    var below = new ArrayList<Map.Entry<String, Shelf>>();
    for (var shelf : all.tailMap(category, true).entrySet()) {
      if (!shelf.getKey().startsWith(category)) {
        break;
      }
      if (category.isEmpty() || Categories.within(shelf.getKey(), category)) {
        below.add(shelf);
      }
    }
    return below;
  }

  private long[] candidates(String category, Shelf shelf) {
    var candidates = shelf.inStock();
    for (var condition : selection.where().entrySet()) {
      and(candidates, met(shelf, condition.getKey(), condition.getValue()));
    }
    if (match != null) {
      match.filter(shelf, candidates);
    }
    if (like != null) {
      Attributes.sameGender(like, shelf, candidates);
    }
    if (!price.equals(Price.ANY)) {
      affordable(shelf, candidates);
    }
    for (var product : named.getOrDefault(category, List.of())) {
      int slot = shelf.slot(product);
      if (slot >= 0) {
        candidates[slot >> 6] &= ~(1L << slot);
      }
    }
    return candidates;
  }

  private void affordable(Shelf shelf, long[] candidates) {
    for (int slot = 0; slot < shelf.size(); slot++) {
      if (!price.holds(shelf.price(slot))) {
        candidates[slot >> 6] &= ~(1L << slot);
      }
    }
  }

  private static long[] met(Shelf shelf, String attribute, List<String> values) {
    return attribute.equals("size") ? shelf.inSize(values) : shelf.having(attribute, values);
  }

  private static void and(long[] candidates, long[] met) {
    for (int i = 0; i < candidates.length; i++) {
      candidates[i] &= met[i];
    }
  }

  private static boolean any(long[] bits) {
    for (long word : bits) {
      if (word != 0) {
        return true;
      }
    }
    return false;
  }
}
