package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CategoryPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Apparel > Trousers > Jeans; apparel.trousers.jeans",
        "Apparel/Trousers/Jeans; apparel.trousers.jeans",
        "apparel.trousers.jeans; apparel.trousers.jeans",
        "Apparel » Trousers » Jeans; apparel.trousers.jeans",
        "Apparel | Trousers; apparel.trousers",
        "/Apparel/Trousers/; apparel.trousers",
        "Apparel & Accessories > Clothing > Pants; apparel_accessories.clothing.pants",
        "Coats/Jackets > Men; coats_jackets.men",
        "Shoes > Dr. Martens; shoes.dr_martens",
        "Dr. Martens; dr_martens",
        "t-shirts.long_sleeve; t-shirts.long_sleeve",
        "Bekleidung > Röcke; bekleidung.röcke",
        "Ro\u0308cke; röcke",
        "_apparel.trousers_; apparel.trousers",
        "apparel..trousers.; apparel.trousers",
        "apparel._.trousers; apparel.trousers",
        "apparel.-.t9_x; apparel.-.t9_x",
        "' > '; ''",
        "...; ''",
      })
  void everySpellingIsOnePath(String written, String path) {
    assertThat(Categories.path(written)).isEqualTo(path);
    assertThat(Categories.path(path)).as("again").isEqualTo(path);
  }

  @Test
  void levelsAndTheirLengthHaveAnEnd() {
    assertThat(Categories.path("a/".repeat(50)).split("\\.")).hasSize(10);
    assertThat(Categories.path("a.".repeat(11) + "b")).isEqualTo("a.a.a.a.a.a.a.a.a.a");
    assertThat(Categories.path("x".repeat(2_000))).hasSize(60);
    assertThat(Categories.path("a." + "x".repeat(61))).isEqualTo("a." + "x".repeat(60));
  }
}
