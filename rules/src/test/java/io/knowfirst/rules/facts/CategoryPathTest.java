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
    assertThat(Categories.path("x".repeat(2_000))).hasSize(60);
  }
}
