package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation.Price;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a product must be to be recommended: in stock, and as the selection says.
 *
 * @param excluded ids that are not to be among the recommended
 */
record Fitting(ProductSelection selection, Price price, Set<String> excluded)
    implements Predicate<Product> {
  @Override
  public boolean test(Product product) {
    return product.stock() > 0
        && !excluded.contains(product.id())
        && price.holds(product.price())
        && (selection.category().isEmpty()
            || Categories.within(product.category(), selection.category()))
        && selection.where().entrySet().stream().allMatch(condition -> meets(product, condition));
  }

  private static boolean meets(Product product, Map.Entry<String, List<String>> condition) {
    return condition.getKey().equals("size")
        ? condition.getValue().stream().anyMatch(size -> hasInStock(product, Shelf.key(size)))
        : Attributes.of(product, condition.getKey()).stream()
            .anyMatch(own -> isAmong(Shelf.key(own), condition.getValue()));
  }

  private static boolean hasInStock(Product product, String size) {
    return product.sizes().entrySet().stream()
        .anyMatch(own -> own.getValue() > 0 && Shelf.key(own.getKey()).equals(size));
  }

  private static boolean isAmong(String value, List<String> values) {
    return values.stream().anyMatch(wanted -> Shelf.key(wanted).equals(value));
  }
}
