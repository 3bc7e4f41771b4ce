package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The products that are recommended, as they are found: none twice, none too many, and not too many
 * of one sort. What would be too many of a sort waits, and is taken where nothing else is left.
 */
final class Picks {
  private final int limit;
  private final Map<String, Integer> diversity;
  private final List<Pick> taken = new ArrayList<>();
  private final List<Pick> waiting = new ArrayList<>();
  private final Map<String, Product> seen = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param diversity how many at most with the same value of an attribute, or of one category
   */
  Picks(int limit, Map<String, Integer> diversity) {
    this.limit = limit;
    this.diversity = diversity;
  }

  /**
   * A product, and what recommends it.
   *
   * @param text is made of those that are taken
   */
  record Pick(Product product, String by, Function<Product, String> text) {
    Basis basis() {
      return new Basis(product.id(), by, text.apply(product));
    }
  }

  boolean isFull() {
    return taken.size() >= limit;
  }

  int size() {
    return taken.size();
  }

  /** All that were offered, by id. */
  Map<String, Product> seen() {
    return seen;
  }

  /** Takes one of each source in turn, until there are enough. */
  void mix(List<Iterator<Pick>> sources) {
    boolean more = true;
    while (more && !isFull()) {
      more = false;
      for (var source : sources) {
        if (!isFull() && source.hasNext()) {
          offer(source.next());
          more = true;
        }
      }
    }
  }

  private void offer(Pick pick) {
    if (seen.putIfAbsent(pick.product().id(), pick.product()) != null) {
      return;
    }
    var sorts = sorts(pick.product());
    if (sorts.keySet().stream()
        .anyMatch(sort -> counts.getOrDefault(sort, 0) >= sorts.getOrDefault(sort, 0))) {
      waiting.add(pick);
      return;
    }
    sorts.keySet().forEach(sort -> counts.merge(sort, 1, Integer::sum));
    taken.add(pick);
  }

  /** The sorts that a product is of, each with how many of it there may be. */
  private Map<String, Integer> sorts(Product product) {
    var sorts = new HashMap<String, Integer>();
    diversity.forEach(
        (attribute, most) -> {
          var values =
              attribute.equals("category")
                  ? List.of(product.category())
                  : Attributes.of(product, attribute);
          values.forEach(value -> sorts.put(attribute + "\n" + Shelf.key(value), most));
        });
    return sorts;
  }

  /** Takes what waits, as far as there is room. */
  void takeWaiting() {
    while (!isFull() && !waiting.isEmpty()) {
      taken.add(waiting.remove(0));
    }
  }

  Selected selected() {
    return new Selected(
        taken.stream().map(Pick::product).toList(), taken.stream().map(Pick::basis).toList());
  }
}
