package io.knowfirst.server.catalogue;

import static io.knowfirst.server.catalogue.Products.alike;
import static io.knowfirst.server.catalogue.Products.assortment;
import static io.knowfirst.server.catalogue.Products.category;
import static io.knowfirst.server.catalogue.Products.goesWith;
import static io.knowfirst.server.catalogue.Products.ids;
import static io.knowfirst.server.catalogue.Products.like;
import static io.knowfirst.server.catalogue.Products.product;
import static io.knowfirst.server.catalogue.Products.selection;
import static io.knowfirst.server.catalogue.Products.soldOut;
import static io.knowfirst.server.catalogue.Products.where;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.server.model.Product;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssortmentTest {
  private static final Product JEANS = product("jeans", "apparel.trousers.jeans", Map.of());
  private static final Product CHINOS = product("chinos", "apparel.trousers.chinos", Map.of());
  private static final Product SHIRT = product("shirt", "apparel.shirt", Map.of());

  @Test
  void aCategoryHoldsAllThatLiesBelowIt() {
    var plain = product("plain", "apparel.trousers", Map.of());
    var other = product("other", "apparel.trousers-outlet", Map.of());
    var all = assortment(JEANS, CHINOS, SHIRT, plain, other);

    assertThat(ids(all.select(category("apparel.trousers"), Map.of())))
        .containsExactly("chinos", "jeans", "plain");
    assertThat(ids(all.select(category("apparel.trousers.jeans"), Map.of())))
        .containsExactly("jeans");
    assertThat(all.select(category("apparel.trou"), Map.of())).isEmpty();
    assertThat(all.select(category(""), Map.of())).hasSize(5);
  }

  @Test
  void whatIsOutOfStockIsNeverSelectedButStillKnown() {
    var all = assortment(JEANS, soldOut(CHINOS));

    assertThat(ids(all.select(category("apparel"), Map.of()))).containsExactly("jeans");
    assertThat(all.product("chinos")).hasValueSatisfying(p -> assertThat(p.stock()).isZero());
    assertThat(all.product("socks")).isEmpty();
    assertThat(all.size()).isEqualTo(2);
  }

  @Test
  void aSizeMustBeInStockItself() {
    var both = product("both", "apparel.trousers", 50, Map.of("32", 1, "34", 1), Map.of());
    var only34 = product("only34", "apparel.trousers", 50, Map.of("32", 0, "34", 4), Map.of());
    var unsized = product("unsized", "apparel.trousers", Map.of());
    var all = assortment(both, only34, unsized);

    var inSize = where("apparel.trousers", Map.of("size", List.of("{size}")));
    assertThat(ids(all.select(inSize, Map.of("size", "32")))).containsExactly("both");
    assertThat(ids(all.select(inSize, Map.of("size", "34")))).containsExactly("both", "only34");
    assertThat(all.select(inSize, Map.of("size", "36"))).isEmpty();
  }

  @Test
  void oneOfAConditionsValuesIsEnoughAndAllConditionsMustBeMet() {
    var all =
        assortment(
            product("1", "shoes", Map.of("colour", List.of("Brown"), "brand", List.of("Acme"))),
            product("2", "shoes", Map.of("colour", List.of("white", "red"))),
            product("3", "shoes", Map.of("colour", List.of("black"), "brand", List.of("acme"))));

    var colours = Map.of("colour", List.of("brown", "RED"));
    assertThat(ids(all.select(where("shoes", colours), Map.of()))).containsExactly("1", "2");
    var both = Map.of("colour", List.of("brown", "red"), "brand", List.of("acme"));
    assertThat(ids(all.select(where("shoes", both), Map.of()))).containsExactly("1");
    assertThat(all.select(where("shoes", Map.of("material", List.of("wool"))), Map.of())).isEmpty();
  }

  @Test
  void aChoiceThatWasNotMadeSelectsNothingUnlessItIsOptional() {
    var all = assortment(product("1", "shoes", Map.of("brand", List.of("acme"))));

    var needed = where("shoes", Map.of("brand", List.of("{brand}")));
    assertThat(all.select(needed, Map.of())).isEmpty();
    assertThat(ids(all.select(needed, Map.of("brand", "Acme")))).containsExactly("1");

    var optional = where("{kind}s", Map.of("brand", List.of("{brand?}")));
    assertThat(ids(all.select(optional, Map.of("kind", "shoe")))).containsExactly("1");
    assertThat(all.select(optional, Map.of("kind", "shoe", "brand", "other"))).isEmpty();
    assertThat(ids(all.select(where("{kind?}", Map.of()), Map.of()))).containsExactly("1");
  }

  @Test
  void withoutLikenessThePopularComeFirstAndThenTheId() {
    var all =
        assortment(
            product("b", "shoes.a", Map.of("popularity", List.of("7"))),
            product("a", "shoes.b", Map.of("popularity", List.of("7"))),
            product("c", "shoes.b", Map.of("popularity", List.of("90.5"))),
            product("0", "shoes.b", Map.of("popularity", List.of("many"))));

    assertThat(ids(all.select(category("shoes"), Map.of()))).containsExactly("c", "a", "b", "0");
  }

  @Test
  void limitAndAtLeastHold() {
    var all = assortment(JEANS, CHINOS, SHIRT);
    var two = new ProductSelection("apparel", Map.of(), null, null, null, 2, 2);
    var four = new ProductSelection("apparel", Map.of(), null, null, null, 50, 4);

    assertThat(ids(all.select(two, Map.of()))).containsExactly("chinos", "jeans");
    assertThat(all.select(four, Map.of())).isEmpty();
  }

  @Test
  void theMoreAlikeTheEarlier() {
    var liked = alike("liked", "apparel.trousers.jeans", 100, "acme", "blue", "casual");
    var all =
        assortment(
            liked,
            alike("same", "apparel.trousers.jeans", 100, "Acme", "Blue", "casual"),
            alike("near", "apparel.trousers.jeans", 90, "acme", "blue", "casual"),
            alike("dear", "apparel.trousers.jeans", 400, "acme", "blue", "casual"),
            alike("other-colour", "apparel.trousers.jeans", 100, "acme", "grey", "casual"),
            alike("other-brand", "apparel.trousers.jeans", 100, "zeta", "blue", "casual"),
            alike("chinos", "apparel.trousers.chinos", 100, "acme", "blue", "casual"));

    // 4 a node, brand 3, colour 2, usage 2, price 3: 22, 21.7, 20, 19.75, 19, 18 points.
    assertThat(ids(all.select(like("apparel.trousers", "liked"), Map.of())))
        .containsExactly("same", "near", "other-colour", "dear", "other-brand", "chinos");
  }

  @Test
  void whatIsLikeSomethingForMenIsNotForWomen() {
    var all =
        assortment(
            product("liked", "shoes", Map.of("gender", List.of("men"))),
            product("men", "shoes", Map.of("gender", List.of("Men"))),
            product("women", "shoes", Map.of("gender", List.of("women"))),
            product("unisex", "shoes", Map.of("gender", List.of("unisex"))),
            product("unsaid", "shoes", Map.of()));

    assertThat(ids(all.select(like("shoes", "liked"), Map.of())))
        .containsExactly("men", "unisex", "unsaid");
    assertThat(ids(all.select(like("shoes", "unisex"), Map.of())))
        .containsExactly("liked", "men", "unsaid", "women");
  }

  @Test
  void likeAProductThatIsNotInTheCatalogueSelectsNothing() {
    var all = assortment(JEANS, CHINOS);

    assertThat(all.select(like("apparel", "{product}"), Map.of("product", "gone"))).isEmpty();
    assertThat(all.select(goesWith("apparel", "gone"), Map.of())).isEmpty();
    assertThat(ids(all.select(like("apparel", "{product?}"), Map.of())))
        .containsExactly("chinos", "jeans");
  }

  @Test
  void whatGoesWithTrousersHasAColourThatSuitsThemBestFirst() {
    var men = List.of("men");
    var all =
        assortment(
            product("trousers", "trousers", colour("Navy", men)),
            product("white", "shoes", colour("white", men)),
            product("brown", "shoes", colour("Brown", men)),
            product("hers", "shoes", colour("brown", List.of("women"))),
            product("navy", "shoes", colour("navy", men)),
            product("black", "shoes", colour("black", men)),
            product("green-trousers", "trousers", colour("green", men)),
            product("colourless", "trousers", Map.of()));

    assertThat(ids(all.select(goesWith("shoes", "{product}"), Map.of("product", "trousers"))))
        .containsExactly("brown", "white");
    assertThat(ids(all.select(goesWith("shoes", "green-trousers"), Map.of())))
        .containsExactly("black");
    assertThat(all.select(goesWith("shoes", "colourless"), Map.of())).isEmpty();
  }

  @Test
  void ofOneColourWhatServesTheSameUsageComesFirst() {
    var all =
        assortment(
            alike("trousers", "trousers", 50, "a", "navy", "formal"),
            alike("1", "shoes", 50, "a", "brown", "sports"),
            alike("2", "shoes", 50, "a", "brown", "formal"),
            alike("3", "shoes", 50, "a", "white", "formal"));

    assertThat(ids(all.select(goesWith("shoes", "trousers"), Map.of())))
        .containsExactly("2", "1", "3");
    var alikeToo = selection("shoes", Map.of(), "3", "trousers", null);
    assertThat(ids(all.select(alikeToo, Map.of()))).containsExactly("2", "1");
  }

  @Test
  void theExceptedProductIsNotSelected() {
    var all = assortment(JEANS, CHINOS);
    var except = selection("apparel", Map.of(), null, null, "{page?}");

    assertThat(ids(all.select(except, Map.of("page", "jeans")))).containsExactly("chinos");
    assertThat(ids(all.select(except, Map.of("page", "gone")))).containsExactly("chinos", "jeans");
    assertThat(ids(all.select(except, Map.of()))).containsExactly("chinos", "jeans");
  }

  @Test
  void anEarlierVersionStaysAsItWas() {
    var before = assortment(JEANS, CHINOS);
    var moved = product("jeans", "outlet", Map.of());
    var after = before.with(List.of(soldOut(CHINOS), SHIRT, moved), 7);

    assertThat(before.version()).isEqualTo(1);
    assertThat(ids(before.select(category("apparel"), Map.of())))
        .containsExactly("chinos", "jeans");
    assertThat(after.version()).isEqualTo(7);
    assertThat(ids(after.select(category("apparel"), Map.of()))).containsExactly("shirt");
    assertThat(ids(after.select(category("outlet"), Map.of()))).containsExactly("jeans");
    assertThat(after.size()).isEqualTo(3);
  }

  @Test
  void aSizeThatSellsOutLeavesAndComesBack() {
    var full = product("1", "shoes", 50, Map.of("42", 1, "43", 1), Map.of());
    var sold = product("1", "shoes", 50, Map.of("42", 0, "43", 1), Map.of());
    var in42 = where("shoes", Map.of("size", List.of("42")));
    var before = assortment(full, product("2", "shoes", Map.of()));
    var after = before.with(List.of(sold), 2);

    assertThat(ids(before.select(in42, Map.of()))).containsExactly("1");
    assertThat(after.select(in42, Map.of())).isEmpty();
    assertThat(ids(after.with(List.of(full), 3).select(in42, Map.of()))).containsExactly("1");
    assertThat(ids(after.select(category("shoes"), Map.of()))).containsExactly("1", "2");
  }

  private static Map<String, List<String>> colour(String colour, List<String> gender) {
    return Map.of("colour", List.of(colour), "gender", gender);
  }
}
