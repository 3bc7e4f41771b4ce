package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {

  @Test
  void theFavouriteIsTheProductViewedMostOften() {
    var views = Views.of(newestFirst("drill-2", "drill-1", "lamp-1", "drill-1"));

    assertThat(views.favourite()).isEqualTo(item("drill-1"));
    assertThat(views.mostOfOneProduct()).isEqualTo(2);
    assertThat(views.productsLikeFavourite()).isEqualTo(2);
    assertThat(views.products()).isEqualTo(3);
    assertThat(views.categories()).isEqualTo(2);
  }

  @Test
  void theNewestOfEquallyViewedProductsIsTheFavourite() {
    assertThat(Views.of(newestFirst("drill-1", "lamp-1")).favourite()).isEqualTo(item("drill-1"));
  }

  @Test
  void productsOfUnknownCategoryAreCountedButNotAlike() {
    var views = Views.of(newestFirst("-1", "-2", "-3"));

    assertThat(views.products()).isEqualTo(3);
    assertThat(views.categories()).isZero();
    assertThat(views.productsLikeFavourite()).isZero();
  }

  @Test
  void nothingViewedHasNoFavourite() {
    assertThat(Views.of(List.of())).isEqualTo(new Views(0, 0, 0, null, 0));
  }

  private static List<Touch> newestFirst(String... products) {
    var touches = new ArrayList<Touch>();
    for (int i = 0; i < products.length; i++) {
      touches.add(
          new Touch(Touch.Kind.VIEWED, 1_000L - i, "e" + i, "Product Viewed", item(products[i])));
    }
    return touches;
  }

  /** The product's category is its id up to the hyphen. */
  private static Item item(String product) {
    var category = product.substring(0, product.indexOf('-'));
    return new Item(product, category, null, null, null, 10, 1);
  }
}
