package io.knowfirst.rules.folder;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what a content's products are found: steps that have their turn until there are enough
 * products, each of one source or of several that are mixed.
 *
 * @param steps in their order, at least one
 * @param of the products that others are related to; may hold placeholders
 * @param without what the visitor already has, and need not be shown
 * @param price the lowest and the highest price
 * @param diversity how many products may have the same value of an attribute, or the same category
 */
public record Recommendation(
    List<List<ProductSource>> steps,
    List<String> of,
    Set<Without> without,
    Price price,
    Map<String, Integer> diversity) {
  public Recommendation {
    steps = steps.stream().map(List::copyOf).toList();
    of = List.copyOf(of);
    without = Set.copyOf(without);
    diversity = Map.copyOf(diversity);
  }

  /** The same, related to these products. */
  public Recommendation of(List<String> products) {
    return new Recommendation(steps, products, without, price, diversity);
  }

  /** Whether any step has a source of this sort. */
  public boolean uses(Sort sort) {
    return steps.stream().flatMap(List::stream).anyMatch(source -> source.sorts().contains(sort));
  }

  /** Whether any step has this source. */
  public boolean uses(ProductSource source) {
    return steps.stream().anyMatch(step -> step.contains(source));
  }

  /** From the lowest price to the highest, both in it. */
  public record Price(double from, double to) {
    public static final Price ANY = new Price(0, Double.MAX_VALUE);

    public boolean holds(double price) {
      return price >= from && price <= to;
    }
  }

  /** What a source needs to know. */
  public enum Sort {
    /** A product that others are related to. */
    RELATED,
    /** What was learned from all visitors. */
    LEARNED,
    /** What this visitor did. */
    PERSONAL
  }

  /** Where products come from. */
  public enum ProductSource {
    /** Of like category, brand, colour, usage and price. */
    SIMILAR(Sort.RELATED),
    /** In stock in the size that the visitor bought last within the category. */
    SAME_SIZE(Sort.PERSONAL),
    /** Accessories that the catalogue names, then what is bought together from other categories. */
    GOES_WITH(Sort.RELATED, Sort.LEARNED),
    /** Viewed in one visit. */
    VIEWED_TOGETHER(Sort.RELATED, Sort.LEARNED),
    /** Bought in one order. */
    BOUGHT_TOGETHER(Sort.RELATED, Sort.LEARNED),
    /** Bought within a week after the product was viewed. */
    VIEWED_THEN_BOUGHT(Sort.RELATED, Sort.LEARNED),
    /** Of the category, or else of the related product's: bought by most, then most popular. */
    TOP_SELLERS(Sort.LEARNED),
    /**
     * Of the category, or else of the related product's: viewed by more within an hour than usual.
     */
    TRENDING(Sort.LEARNED),
    /** What the visitor viewed, newest first. */
    RECENTLY_VIEWED(Sort.PERSONAL),
    /** Sold out before, in stock again for at most 30 days; what the visitor viewed first. */
    BACK_IN_STOCK,
    /** Cheaper for at most 30 days; what the visitor viewed first. */
    PRICE_DROPPED,
    /** In the assortment for at most 30 days, and of what the visitor cares for. */
    NEW_IN_YOUR_INTERESTS(Sort.PERSONAL);

    @SuppressWarnings("ImmutableEnumChecker") // a copy by Set.of
    private final Set<Sort> sorts;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    ProductSource(Sort... sorts) {
      this.sorts = Set.of(sorts);
    }

    public Set<Sort> sorts() {
      return sorts;
    }

    /** As files have it: {@code bought-together}. */
    public String word() {
      return word;
    }

    /** The one that {@link #word} writes so; null for none. */
    static @Nullable ProductSource of(String word) {
      for (var source : values()) {
        if (source.word().equals(word)) {
          return source;
        }
      }
      return null;
    }
  }

  /** What the visitor already has. */
  public enum Without {
    BOUGHT,
    RETURNED,
    VIEWED,
    IN_CART;

    /** As files have it: {@code in-cart}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
