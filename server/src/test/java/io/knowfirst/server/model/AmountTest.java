package io.knowfirst.server.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1,299.00|1299|",
        "1.299,00|1299|",
        "59,90|59.9|",
        " 59.90|59.9|",
        "+59.90|59.9|",
        "-59.90|-59.9|",
        "\u221259,90|-59.9|",
        "€59.90|59.9|EUR",
        "-€59.90|-59.9|EUR",
        "€ -59.90|-59.9|EUR",
        "59.90 EUR|59.9|EUR",
        "EUR 1.234.567,89|1234567.89|EUR",
        "59,90\u00a0€|59.9|EUR",
        "1'299.00|1299|",
        "CHF 1\u2019299.50|1299.5|CHF",
        "1 299,00|1299|",
        "12\u00a0345\u202f678,9 kr|12345678.9|DKK",
        "1,234,567|1234567|",
        "1.234.567|1234567|",
        "1,00,000.50|100000.5|",
        "0.125|0.125|",
        "1299.000|1299|",
        "59|59|",
        "59,- €|59|EUR",
        "zł 5|5|PLN",
        "SFr. 5.50|5.5|CHF",
        "$5|5|USD",
        "0,0001|0.0001|",
        "12 usd|12|USD",
      })
  void anAmountReadsAsItsWriterMeantIt(String text, double value, String currency) {
    var amount = Amount.read(text).orElseThrow();
    assertThat(amount.value()).isEqualTo(value);
    if (currency == null) {
      assertThat(amount.currencies()).isEmpty();
    } else {
      assertThat(amount.in(currency)).isTrue();
      assertThat(amount.in("XTS")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,299",
        "1.299",
        "free",
        "",
        "-",
        "€",
        "1,2,3",
        "1.299.00",
        "59.90.",
        "12 34",
        "5 apples",
        "59.90 EUR USD",
        "--5",
        "1e3",
        "0x10",
        "NaN",
        "1,299.00.1",
        "99999999999999999999",
        "٥"
      })
  void whatIsNoAmountOrCouldBeTwoIsNotRead(String text) {
    assertThat(Amount.read(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"EUR,EUR", "eur,EUR", "€,EUR", "jpy,JPY"})
  void aCurrencyIsKnownByCodeOrSign(String name, String code) {
    assertThat(Amount.currenciesOf(name)).isEqualTo(Set.of(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "euros and cents", "XYZ", "12"})
  void anotherWordIsNoCurrency(String name) {
    assertThat(Amount.currenciesOf(name)).isEmpty();
  }
}
