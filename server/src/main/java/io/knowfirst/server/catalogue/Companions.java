package io.knowfirst.server.catalogue;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What visitors view and buy together, learned from all of them and told of nobody: a product is
 * here with another only where several visitors had both. Immutable.
 */
final class Companions {
  static final Companions NONE = new Companions(Map.of());
  private static final Row NOTHING = new Row(Kind.BOUGHT, "", 0, List.of());

  private final Map<Kind, Map<String, Row>> kinds;

  private Companions(Map<Kind, Map<String, Row>> kinds) {
    this.kinds = kinds;
  }

  /** In which way two products belong together. PostgreSQL has the names in lower case. */
  enum Kind {
    /** Viewed in one visit. */
    VIEWED,
    /** Bought in one order. */
    BOUGHT,
    /** Viewed, and within a week the other was bought. */
    AFTER;

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Another product.
   *
   * @param visitors who had both
   * @param score how strongly it belongs to the product, from 0 to 1
   */
  record Companion(String product, int visitors, double score) {}

  /**
   * A product.
   *
   * @param visitors who had it: viewed, bought, or viewed within a week before they bought anything
   * @param others strongest first
   */
  record Row(Kind kind, String product, int visitors, List<Companion> others) {
    Row {
      others = List.copyOf(others);
    }
  }

  /** With these rows in the place of those they are about. */
  Companions with(Collection<Row> changed) {
    if (changed.isEmpty()) {
      return this;
    }
    var copy = new EnumMap<Kind, Map<String, Row>>(Kind.class);
    kinds.forEach((kind, rows) -> copy.put(kind, new HashMap<>(rows)));
    for (var row : changed) {
      var rows = copy.computeIfAbsent(row.kind(), kind -> new HashMap<>());
      if (row.visitors() > 0) {
        rows.put(row.product(), row);
      } else {
        rows.remove(row.product());
      }
    }
    return new Companions(copy);
  }

  /** What belongs to a product; nobody and nothing where nothing was learned. */
  Row of(Kind kind, String product) {
    return kinds.getOrDefault(kind, Map.of()).getOrDefault(product, NOTHING);
  }

  /** All products of a kind. */
  Collection<Row> all(Kind kind) {
    return kinds.getOrDefault(kind, Map.of()).values();
  }
}
