package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Leads from addresses of pages to products, and from the words of a search to a category. Made on
 * first use, since many catalogues change more often than anybody asks.
 */
final class Signposts {
  /** Stands where two products have the same address. */
  private static final String SEVERAL = "";

  private final Supplier<Stream<Product>> products;
  private final Supplier<Collection<String>> categories;
  private volatile @Nullable Map<String, String> addresses;
  private volatile @Nullable Map<String, List<String>> words;

  Signposts(Supplier<Stream<Product>> products, Supplier<Collection<String>> categories) {
    this.products = products;
    this.categories = categories;
  }

  /** The id of the only product at an address; hosts and what it adds to a query are ignored. */
  Optional<String> product(String address) {
    var known = addresses;
    if (known == null) {
      known = addresses(products.get());
      addresses = known;
    }
    var place = place(address);
    var found = known.get(place);
    if (found == null) {
      found = known.get(withoutQuery(place));
    }
    return Optional.ofNullable(found).filter(id -> !id.equals(SEVERAL));
  }

  /**
   * The category of which most levels are words of the search, the last one among them; empty where
   * two have as many and neither lies within the other.
   */
  Optional<String> category(String search) {
    var known = words;
    if (known == null) {
      known = words(categories.get());
      words = known;
    }
    var asked = words(search);
    String best = null;
    int most = 0;
    for (var word : asked) {
      for (var node : known.getOrDefault(word, List.of())) {
        int levels = (int) Arrays.stream(node.split("\\.", -1)).filter(asked::contains).count();
        if (levels > most) {
          best = node;
          most = levels;
        } else if (levels == most && !node.equals(best)) {
          best = null;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static List<String> words(String search) {
    var words = new ArrayList<String>();
    for (var word : search.strip().split("\\s+", -1)) {
      words.add(Categories.path(word));
    }
    words.add(Categories.path(search).replace(' ', '_'));
    return words.stream().filter(word -> !word.isEmpty()).distinct().toList();
  }

  private static Map<String, List<String>> words(Collection<String> categories) {
    var nodes = new HashSet<String>();
    categories.forEach(category -> nodes.addAll(Categories.lineage(category)));
    var words = new HashMap<String, List<String>>();
    for (var node : nodes) {
      var last = node.substring(node.lastIndexOf('.') + 1);
      words.computeIfAbsent(last, l -> new ArrayList<>()).add(node);
    }
    return words;
  }

  private static Map<String, String> addresses(Stream<Product> products) {
    var addresses = new HashMap<String, String>();
    products.forEach(
        product -> {
          var url = product.url();
          var place = url == null ? "" : place(url);
          Stream.of(place, withoutQuery(place))
              .distinct()
              .filter(key -> key.length() > 1)
              .forEach(key -> addresses.merge(key, product.id(), (one, other) -> SEVERAL));
        });
    return addresses;
  }

  /** Path and query of an address. */
  private static String place(String address) {
    int end = address.indexOf('#');
    var place = end < 0 ? address : address.substring(0, end);
    int host = place.indexOf("//");
    if (host >= 0 && host <= 6) {
      int path = place.indexOf('/', host + 2);
      place = path < 0 ? "" : place.substring(path);
    }
    int query = place.indexOf('?');
    var path = query < 0 ? place : place.substring(0, query);
    var shorter = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return shorter.toLowerCase(Locale.ROOT) + (query < 0 ? "" : place.substring(query));
  }

  private static String withoutQuery(String place) {
    int query = place.indexOf('?');
    return query < 0 ? place : place.substring(0, query);
  }
}
