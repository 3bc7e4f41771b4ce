package io.knowfirst.server.catalogue;

import io.knowfirst.server.model.Product;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Products by id: immutable, in {@value #PARTS} parts sorted by id, so that a change copies one
 * part.
 */
final class Index {
  private static final int PARTS = 1024;
  private static final Product[] NONE = {};

  static final Index EMPTY = new Index(filled(NONE), 0);

  private final Product[][] parts;
  private final int size;

  private Index(Product[][] parts, int size) {
    this.parts = parts;
    this.size = size;
  }

  int size() {
    return size;
  }

  @Nullable Product get(String id) {
    var part = parts[part(id)];
    int low = 0;
    int high = part.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = part[middle].id().compareTo(id);
      if (order == 0) {
        return part[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  Stream<Product> all() {
    return Arrays.stream(parts).flatMap(Arrays::stream);
  }

  /** With these products, each in place of the one with its id; none twice. */
  Index with(Collection<Product> products) {
    var changes = new TreeMap<Integer, TreeMap<String, Product>>();
    for (var product : products) {
      changes.computeIfAbsent(part(product.id()), p -> new TreeMap<>()).put(product.id(), product);
    }
    var copy = parts.clone();
    int newSize = size;
    for (var change : changes.entrySet()) {
      var part = copy[change.getKey()];
      var merged = change.getValue();
      for (var product : part) {
        merged.putIfAbsent(product.id(), product);
      }
      copy[change.getKey()] = merged.values().toArray(NONE);
      newSize += merged.size() - part.length;
    }
    return new Index(copy, newSize);
  }

  /** Without these products, as far as they are here. */
  Index without(Collection<String> ids) {
    var copy = parts.clone();
    int newSize = size;
    for (var id : ids) {
      var part = copy[part(id)];
      var left =
          Arrays.stream(part).filter(product -> !product.id().equals(id)).toArray(Product[]::new);
      newSize -= part.length - left.length;
      copy[part(id)] = left;
    }
    return ids.isEmpty() ? this : new Index(copy, newSize);
  }

  private static int part(String id) {
    int hash = id.hashCode();
    return (hash ^ hash >>> 16) & PARTS - 1;
  }

  private static Product[][] filled(Product[] part) {
    var parts = new Product[PARTS][];
    Arrays.fill(parts, part);
    return parts;
  }
}
