package io.knowfirst.server.catalogue;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.Recommendation;
import io.knowfirst.rules.folder.Recommendation.ProductSource;
import io.knowfirst.server.catalogue.Picks.Pick;
import io.knowfirst.server.model.Product;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the products that a content recommends by name. Each step has its turn until there are
 * enough. Where all of them together find too few, what is popular in the category fills up, then
 * what is popular in the categories above, so that nothing is empty where anything fits.
 */
final class Recommender {
  private static final String POPULAR = "popular";

  private final ProductSelection selection;
  private final Recommendation wanted;
  private final Sources sources;
  private final String around;
  private final Picks picks;

  /**
   * @param selection without placeholders
   */
  Recommender(
      ProductSelection selection, Recommendation wanted, Assortment assortment, Shopper shopper) {
    this.selection = selection;
    this.wanted = wanted;
    var related =
        wanted.of().stream().distinct().map(assortment::product).flatMap(Optional::stream).toList();
    var fitting = new Fitting(selection, wanted.price(), excluded(shopper));
    this.around =
        !selection.category().isEmpty() || related.isEmpty()
            ? selection.category()
            : related.get(0).category();
    this.picks = new Picks(selection.limit(), wanted.diversity());
    int most = wanted.diversity().isEmpty() ? selection.limit() : 5 * selection.limit();
    this.sources = new Sources(assortment, shopper, fitting, related, around, most);
  }

  private Set<String> excluded(Shopper shopper) {
    var excluded = new HashSet<String>(wanted.of());
    var except = selection.except();
    if (except != null) {
      excluded.add(except);
    }
    for (var without : wanted.without()) {
      excluded.addAll(
          switch (without) {
            case BOUGHT -> shopper.bought();
            case RETURNED -> shopper.returned();
            case VIEWED -> shopper.viewed();
            case IN_CART -> shopper.inCart();
          });
    }
    return excluded;
  }

  Selected run() {
    for (var step : wanted.steps()) {
      if (!picks.isFull()) {
        var mixed = new ArrayList<Iterator<Pick>>(step.size());
        for (var source : step) {
          mixed.add(sources.of(source, picks.seen()).iterator());
        }
        picks.mix(mixed);
      }
    }
    if (picks.size() < selection.atLeast()) {
      fillUp();
    }
    if (picks.size() < selection.atLeast() || wanted.diversity().isEmpty()) {
      picks.takeWaiting();
    }
    return picks.size() < selection.atLeast() ? Selected.NOTHING : picks.selected();
  }

  private void fillUp() {
    var categories = new ArrayList<String>();
    if (selection.category().isEmpty()) {
      categories.add("");
      categories.addAll(Categories.lineage(around));
    } else {
      categories.add(selection.category());
    }
    for (int i = categories.size() - 1; i >= 0 && !picks.isFull(); i--) {
      picks.mix(List.of(popular(categories.get(i))));
    }
  }

  private Iterator<Pick> popular(String category) {
    return sources
        .topSellers(category, picks.seen())
        .map(pick -> new Pick(pick.product(), POPULAR, product -> text(category, product)))
        .iterator();
  }

  private String text(String category, Product product) {
    return "popular in %s, as too little is %s"
        .formatted(
            category.isEmpty() ? product.category() : category,
            String.join(
                " or ",
                wanted.steps().stream().flatMap(List::stream).map(ProductSource::word).toList()));
  }
}
