package io.knowfirst.server.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignpostsTest {
  private static final Assortment ALL =
      Assortment.of(
          List.of(
              at("drill", "construction.tools.drill", "https://www.shop.example/p/Drill-1/"),
              at("balls", "sport.golf.balls", "/golf/balls"),
              at("nets", "sport.tennis.balls", "https://shop.example/show?id=7"),
              at("shoes", "sport.golf.shoes", "https://shop.example/show?id=8"),
              at("twin-1", "pets", "/twin"),
              at("twin-2", "pets", "/twin"),
              at("none", "pets", null)),
          1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.shop.example/p/Drill-1/",
        "http://shop.example/p/drill-1?utm_source=mail#top",
        "//shop.example/p/drill-1",
        "/p/drill-1"
      })
  void anAddressLeadsToItsProductWhateverTheSiteAddsToIt(String address) {
    assertThat(ALL.at(address)).map(Product::id).contains("drill");
  }

  @Test
  void aQueryCountsWhereItTellsProductsApart() {
    assertThat(ALL.at("https://shop.example/show?id=8")).map(Product::id).contains("shoes");
    assertThat(ALL.at("https://shop.example/show?id=9")).isEmpty();
    assertThat(ALL.at("https://shop.example/show")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/twin", "/", "", "https://shop.example", "/p/drill-12", "?", "#"})
  void anAddressOfSeveralProductsOrOfNoneLeadsNowhere(String address) {
    assertThat(ALL.at(address)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "golf, sport.golf",
    "Golf  Balls, sport.golf.balls",
    "drill for concrete, construction.tools.drill",
    "tools drill, construction.tools.drill"
  })
  void aSearchNamesTheCategoryOfWhichMostLevelsAreItsWords(String search, String category) {
    assertThat(ALL.named(search)).contains(category);
  }

  @ParameterizedTest
  @ValueSource(strings = {"balls", "pets golf", "hammer", "   ", "p-77"})
  void aSearchThatNamesNoCategoryOrSeveralLeadsNowhere(String search) {
    assertThat(ALL.named(search)).isEmpty();
  }

  @Test
  void anAddressThatChangesIsFollowedAndOneThatGoesIsForgotten() {
    var moved = ALL.with(List.of(at("drill", "construction.tools.drill", "/new")), 2);
    assertThat(moved.at("/new")).map(Product::id).contains("drill");
    assertThat(moved.at("/p/drill-1")).isEmpty();
    assertThat(moved.with(List.of(), List.of("drill"), 3).at("/new")).isEmpty();
    var sold = moved.with(List.of(Products.soldOut(moved.product("drill").orElseThrow())), 3);
    assertThat(sold.at("/new")).map(Product::stock).contains(0);
  }

  private static Product at(String id, String category, String url) {
    return new Product(id, id, category, 50, 5, Map.of(), Map.of(), url, null);
  }
}
