package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FashionFileTest {
  private static final String JEANS =
      "39386,Men,Apparel,Bottomwear,Jeans,Navy Blue,Summer,2012,Casual,Peter England Men Party Blue Jeans";

  private final FashionFile file = new FashionFile();

  @Test
  void aLineIsAProductOfTheShopsTaxonomy() throws BadLine {
    var jeans = product(JEANS);

    assertThat(jeans.path("id").asText()).isEqualTo("39386");
    assertThat(jeans.path("name").asText()).isEqualTo("Peter England Men Party Blue Jeans");
    assertThat(jeans.path("category").asText()).isEqualTo("apparel.trousers.jeans");
    var attributes = jeans.path("attributes");
    assertThat(attributes.path("brand").asText()).isEqualTo("Peter England");
    assertThat(attributes.path("colour").asText()).isEqualTo("navy blue");
    assertThat(attributes.path("gender").asText()).isEqualTo("men");
    assertThat(attributes.path("season").asText()).isEqualTo("summer");
    assertThat(attributes.path("usage").asText()).isEqualTo("casual");
    assertThat(attributes.path("year").asText()).isEqualTo("2012");
  }

  @Test
  void whatTheFileDoesNotSayIsInventedAlwaysTheSame() throws BadLine {
    var jeans = product(JEANS);

    assertThat(jeans).isEqualTo(product(JEANS));
    assertThat(jeans.path("price").asDouble()).isBetween(25.0, 121.0);
    assertThat(jeans.path("sizes").fieldNames())
        .toIterable()
        .containsExactly("28", "30", "32", "34", "36", "38");
    assertThat(jeans.has("stock")).isFalse();
    var watch =
        product("59263,Women,Accessories,Watches,Watches,Silver,Winter,2016,Casual,Titan Watch");
    assertThat(watch.has("sizes")).isFalse();
    assertThat(watch.path("stock").asInt()).isBetween(0, 41);
    assertThat(watch.path("attributes").has("brand")).isFalse();
  }

  @Test
  void quotedCommasBelongToTheValue() throws BadLine {
    var product =
        product("1,Women,Apparel,Topwear,Tops,NA,Fall,2011,,\"Avirate Women Black, White Top\"");

    assertThat(product.path("name").asText()).isEqualTo("Avirate Women Black, White Top");
    assertThat(product.path("attributes").has("colour")).isFalse();
    assertThat(product.path("attributes").has("usage")).isFalse();
  }

  @Test
  void aProductWithoutNameIsNamedByWhatItIs() throws BadLine {
    assertThat(
            product("42878,Women,Accessories,Bags,Clutches,Maroon,Summer,2012,Casual,NA")
                .path("name"))
        .hasToString("\"Women Clutches\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Apparel, Bottomwear, Trousers, Arrow Men Black Trousers, apparel.trousers.classic",
    "Apparel, Bottomwear, Trousers, Highlander Men Khaki Chinos, apparel.trousers.chinos",
    "Apparel, Bottomwear, Track Pants, x, apparel.trousers.sport",
    "Footwear, Shoes, Formal Shoes, x, apparel.shoes.formal",
    "Footwear, Flip Flops, Flip Flops, x, apparel.shoes.flip_flops",
    "Accessories, Watches, Watches, x, accessories.watch",
    "Apparel, Apparel Set, Space Suits, x, apparel.apparel_set.space_suits",
    "Free Items, Free Gifts, Free Gifts, x, free_items.free_gifts.free_gifts",
  })
  void categoriesAreThoseOfTheShop(
      String master, String sub, String type, String name, String path) {
    assertThat(FashionCategories.read().path(master, sub, type, name)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "women, '36,37,38,39,40,41'",
    "girls, '28,30,32,34'",
    "men, '40,41,42,43,44,45,46'",
  })
  void shoesComeInTheSizesOfTheirWearers(String gender, String sizes) {
    assertThat(Invented.sizes("1", "apparel.shoes.flats", gender).keySet())
        .containsExactly(sizes.split(","));
  }

  @Test
  void aboutOneProductIn25IsSoldOut() {
    long soldOut = 0;
    for (int id = 0; id < 10_000; id++) {
      soldOut += Invented.stock(String.valueOf(id)) == 0 ? 1 : 0;
    }
    assertThat(soldOut).isBetween(300L, 500L);
  }

  @Test
  void aRaggedLineSaysWhy() {
    assertThatThrownBy(() -> product("1,Women,Apparel"))
        .isInstanceOf(BadLine.class)
        .hasMessage("3 values, expected 10. Maybe the line was cut?");
    assertThatThrownBy(() -> product(JEANS + ", and more"))
        .hasMessage("11 values, expected 10. Maybe a comma lacks quotes?");
    assertThatThrownBy(() -> product("x" + JEANS)).hasMessageContaining("id is 'x39386'");
    assertThatThrownBy(() -> product("")).hasMessage("an empty line");
  }

  @Test
  void everyLineOfTheRealFileIsAProduct() {
    var real =
        Path.of(System.getProperty("knowfirst.data", "../../shared/data"), "fashion_catalogue.csv");
    assumeTrue(Files.exists(real), "skipped, there is no " + real);

    var bad = new ArrayList<String>();
    var products = new HashMap<String, String>();
    try (var lines = new TextFile(real)) {
      while (lines.hasNext()) {
        try {
          file.product(lines.next())
              .ifPresent(p -> products.put(p.path("id").asText(), p.path("category").asText()));
        } catch (BadLine e) {
          bad.add(e.reason());
        }
      }
    }
    assertThat(bad).isEmpty();
    assertThat(products).hasSize(44_446);
    // Counted in the file: articleType Jeans.
    assertThat(products.values()).filteredOn("apparel.trousers.jeans"::equals).hasSize(609);
    assertThat(products.values()).allMatch(path -> path.matches("[a-z_]+(\\.[a-z_]+)+"));
  }

  @Test
  void theHeadIsNoProduct() throws BadLine {
    assertThat(file.product(new TextFile.Text(1, "id,gender,masterCategory"))).isEmpty();
  }

  private JsonNode product(String text) throws BadLine {
    return file.product(new TextFile.Text(2, text)).orElseThrow();
  }
}
