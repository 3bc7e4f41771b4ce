package io.knowfirst.server.model;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An amount of money as texts write it: {@code 1,299.00}, {@code 1.299,00}, {@code 59,90 EUR},
 * {@code €59.90}, {@code 1'299.00}. One comma or dot before exactly three digits could mean either
 * ({@code 1,299}) and is no amount.
 *
 * @param currencies those that the text may mean, ISO 4217; empty where it names none
 */
public record Amount(double value, Set<String> currencies) {
  /** No amount is larger, whichever sign it has. */
  public static final double LARGEST = 1e15;

  private static final int LONGEST = 60;
  private static final Pattern SHAPE =
      Pattern.compile("([+-]?)([^0-9+-]*)([+-]?)([0-9][0-9.,' ]*)(?:,-)?([^0-9]*)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{3}");
  private static final Pattern PLAIN = Pattern.compile("[0-9]+");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]+[.,]([0-9]{1,2}|[0-9]{4,})");

  /** Three digits after a mark are decimals where what stands before cannot be thousands. */
  private static final Pattern THREE_DECIMALS = Pattern.compile("(0|[0-9]{4,})[.,][0-9]{3}");

  private static final Pattern SPACED =
      Pattern.compile("[0-9]{1,3}([' ])[0-9]{3}(\\1[0-9]{3})*([.,][0-9]+)?");
  private static final Pattern POINT_LAST =
      Pattern.compile("[0-9]{1,3}(,[0-9]{2,3})*,[0-9]{3}[.][0-9]+");
  private static final Pattern COMMA_LAST = Pattern.compile("[0-9]{1,3}([.][0-9]{3})+,[0-9]+");
  private static final Pattern THOUSANDS =
      Pattern.compile("[0-9]{1,3}(([.][0-9]{3}){2,}|(,[0-9]{3}){2,})");

  private static final Map<String, Set<String>> SIGNS =
      Map.ofEntries(
          Map.entry("€", Set.of("EUR")),
          Map.entry("euro", Set.of("EUR")),
          Map.entry("£", Set.of("GBP", "GIP", "FKP", "SHP")),
          Map.entry(
              "$",
              Set.of("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP")),
          Map.entry("us$", Set.of("USD")),
          Map.entry("r$", Set.of("BRL")),
          Map.entry("¥", Set.of("JPY", "CNY")),
          Map.entry("円", Set.of("JPY")),
          Map.entry("元", Set.of("CNY")),
          Map.entry("₩", Set.of("KRW")),
          Map.entry("₹", Set.of("INR")),
          Map.entry("₽", Set.of("RUB")),
          Map.entry("₺", Set.of("TRY")),
          Map.entry("₴", Set.of("UAH")),
          Map.entry("kr", Set.of("SEK", "NOK", "DKK", "ISK")),
          Map.entry("zł", Set.of("PLN")),
          Map.entry("kč", Set.of("CZK")),
          Map.entry("ft", Set.of("HUF")),
          Map.entry("fr", Set.of("CHF")),
          Map.entry("sfr", Set.of("CHF")),
          Map.entry("lei", Set.of("RON")));

  public Amount {
    currencies = Set.copyOf(currencies);
  }

  /** The amount; empty where the text is none, or could mean two. */
  public static Optional<Amount> read(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    var plain =
        text.replaceAll("[\\s\\u00a0\\u2007\\u2009\\u202f]+", " ")
            .strip()
            .replace('\u2019', '\'')
            .replace('\u2212', '-')
            .replaceFirst("[,.][-\u2013\u2014]+(?=\\D*$)", "");
    var shape = SHAPE.matcher(plain);
    if (!shape.matches()) {
      return Optional.empty();
    }
    var sign = group(shape.group(1)) + group(shape.group(3));
    var value = number(group(shape.group(4)).strip());
    var currencies = currencies(group(shape.group(2)).strip() + group(shape.group(5)).strip());
    if (value == null || currencies == null || sign.length() > 1) {
      return Optional.empty();
    }
    return Optional.of(new Amount(sign.equals("-") && value != 0 ? -value : value, currencies));
  }

  /** Whether the amount is, or may be, in this currency. */
  public boolean in(String currency) {
    return currencies.isEmpty() || currencies.contains(currency);
  }

  /** The currencies that a code, its number or a sign stands for; empty where it is none. */
  public static Set<String> currenciesOf(String name) {
    if (NUMBER.matcher(name.strip()).matches()) {
      int number = Integer.parseInt(name.strip());
      return Currency.getAvailableCurrencies().stream()
          .filter(currency -> currency.getNumericCode() == number)
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toSet());
    }
    var found = currencies(name.strip());
    return found == null ? Set.of() : found;
  }

  private static @Nullable Double number(String digits) {
    String plain;
    if (PLAIN.matcher(digits).matches()) {
      plain = digits;
    } else if (DECIMAL.matcher(digits).matches() || THREE_DECIMALS.matcher(digits).matches()) {
      plain = digits.replace(',', '.');
    } else if (SPACED.matcher(digits).matches()) {
      plain = digits.replaceAll("[' ]", "").replace(',', '.');
    } else if (POINT_LAST.matcher(digits).matches()) {
      plain = digits.replace(",", "");
    } else if (COMMA_LAST.matcher(digits).matches()) {
      plain = digits.replace(".", "").replace(',', '.');
    } else if (THOUSANDS.matcher(digits).matches()) {
      plain = digits.replaceAll("[.,]", "");
    } else {
      return null;
    }
    double value = Double.parseDouble(plain);
    return value <= LARGEST ? value : null;
  }

  /** Empty for no name; null for one that is no currency. */
  private static @Nullable Set<String> currencies(String name) {
    if (name.isEmpty()) {
      return Set.of();
    }
    var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var signed = SIGNS.get(bare.toLowerCase(Locale.ROOT));
    if (signed != null) {
      return signed;
    }
    try {
      return Set.of(Currency.getInstance(bare.toUpperCase(Locale.ROOT)).getCurrencyCode());
    } catch (IllegalArgumentException none) {
      return null;
    }
  }

  private static String group(@Nullable String group) {
    return group == null ? "" : group;
  }
}
