package io.knowfirst.rules.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraitTest {
  private static final Visitor VISITOR =
      new Visitor("v", true, new long[0], 1, 0, History.EMPTY, ShopClock.at(0, ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "30, 30",
    "-1.5, -1.5",
    "+7, 7",
    ".5, 0.5",
    "1e3, 1000",
    "'', NaN",
    "NaN, NaN",
    "Infinity, NaN",
    "0x10, NaN",
    "thirty, NaN",
    "3 years, NaN",
    "1234567890123456789012345, NaN",
  })
  void its_number_is_read_from_its_text(String text, double number) {
    var trait = Trait.of("age", text, VISITOR, new Origin("e", Instant.EPOCH));
    assertThat(trait.number()).isEqualTo(Double.valueOf(number));
    assertThat(trait.value()).isEqualTo(text);
  }
}
