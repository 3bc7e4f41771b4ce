package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.MetricFile;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.model.Amount;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.quality.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The amounts of one event, in the shop's currency. Text that is an amount becomes a number; what
 * is none, or is in another currency, is left out, told and counted.
 */
final class AmountReader {
  private static final Set<String> MONEY =
      Set.of("revenue", "total", "subtotal", "value", "tax", "shipping", "discount", "price");
  private static final List<String> WITHIN = List.of(".amount", ".value");
  private static final String CURRENCY = "currency";

  /** In any capitals. */
  private static final Set<String> CURRENCIES =
      Set.of(CURRENCY, "currency_code", "currencycode", "currency.code", "currency.iso_code");

  private static final List<String> CURRENCY_WITHIN =
      List.of(".currency", ".currency_code", ".currencyCode");
  private static final Set<String> ITEMS =
      Set.of(MetricFile.ITEMS_VALUE, MetricFile.ITEMS_QUANTITY);
  private static final String EXPECTED = "an amount such as 59.90";

  private final ShopVocabulary shop;
  private final String event;
  private final Notes notes;

  /** Properties that metrics add up of this event. */
  private final Set<String> summed;

  /** Of all amounts of the event; null for the shop's. */
  private final @Nullable String foreign;

  private AmountReader(
      ShopVocabulary shop,
      String event,
      Set<String> summed,
      Notes notes,
      @Nullable String foreign) {
    this.shop = shop;
    this.summed = summed;
    this.event = event;
    this.notes = notes;
    this.foreign = foreign;
  }

  /**
   * @param summed properties that metrics add up of this event
   * @param values properties of the event, which may name a currency
   */
  static AmountReader of(
      ShopVocabulary shop,
      String event,
      Set<String> summed,
      Map<String, Object> values,
      Notes notes) {
    return new AmountReader(shop, event, summed, notes, foreign(shop, values));
  }

  /**
   * Tells which properties that metrics add up the event lacks: it counts, these amounts do not.
   *
   * @param sent names of its properties as they came
   * @param products whether it came with products
   */
  void missing(Set<String> sent, boolean products, At at) {
    for (var property : summed) {
      boolean there =
          ITEMS.contains(property)
              ? products
              : sent.stream().anyMatch(name -> isOf(property, name));
      if (!there) {
        var near = Suggestion.nearest(property, sent);
        var name = ITEMS.contains(property) ? Event.PRODUCTS : property;
        missing(
            property,
            at.field(name),
            "\"%s\", which a metric adds up".formatted(name),
            near.map(n -> "Maybe \"" + n + "\" should be called so")
                .orElse("Maybe send it with the event"));
      }
    }
  }

  /** Tells that a piece has no price, neither here nor in the catalogue. */
  void missingPrice(At at) {
    if (summed.contains(MetricFile.ITEMS_VALUE)) {
      missing(
          "products.price",
          at,
          "a price, since a metric adds it up and the catalogue does not have the product",
          "Maybe load the catalogue first, or send it with the product");
    }
  }

  private void missing(String property, At at, String expected, String advice) {
    notes.add(
        Kind.MISSING_AMOUNT,
        event + " " + property,
        at,
        null,
        expected,
        advice + "; the event counts, this amount does not.");
  }

  /** One in other capitals is told as such. */
  private static boolean isOf(String property, String name) {
    return name.equals(property)
        || name.startsWith(property + ".")
        || name.toLowerCase(Locale.ROOT).equals(property);
  }

  /** Makes numbers of the amounts among these properties, or leaves them out. */
  void normalize(Map<String, Object> values, At at) {
    for (var property : List.copyOf(values.keySet())) {
      int dot = property.lastIndexOf('.');
      boolean within = dot > 0 && WITHIN.contains(property.substring(dot));
      var name = within ? property.substring(0, dot) : property;
      if (isAmount(name)) {
        normalize(values, property, name, at);
      } else {
        misspelt(values, property, at);
      }
    }
  }

  /** An amount in other capitals is no amount: metrics tell properties apart by them. */
  private void misspelt(Map<String, Object> values, String property, At at) {
    var meant = property.toLowerCase(Locale.ROOT);
    if (!property.equals(meant) && isAmount(meant) && !values.containsKey(meant)) {
      notes.add(
          Kind.UNREAD_AMOUNT,
          event + " " + property,
          at.field(property),
          String.valueOf(values.get(property)),
          "the property \"%s\"".formatted(meant),
          "Maybe \"%s\" is meant; no metric counts this amount.".formatted(meant),
          String.valueOf(values.get(property)));
    }
  }

  /** The price of a piece, at least 0; null where it says none that can be read. */
  @Nullable Double price(JsonNode value, @Nullable JsonNode currency, At at) {
    var read = read("price", plain(value), value.asText(), code(currency), at);
    if (read != null && (read < 0 || read > ItemReader.HIGHEST_PRICE)) {
      notes.add(
          Kind.UNREAD_AMOUNT, event + " price", at, value.asText(), "a price from 0 to 1e9", null);
      return null;
    }
    return read;
  }

  private boolean isAmount(String property) {
    return (EventNames.isSpec(event) && MONEY.contains(property)) || shop.sums(event, property);
  }

  private void normalize(Map<String, Object> values, String property, String name, At at) {
    var value = values.get(property);
    if (value == null || (value instanceof Number && foreign == null && property.equals(name))) {
      return;
    }
    values.remove(property);
    var read = read(name, value, String.valueOf(value), within(values, name), at.field(name));
    if (read != null) {
      values.put(name, read);
    }
  }

  private @Nullable Double read(
      String property, Object value, String shown, @Nullable String currency, At at) {
    if (value instanceof Number || value instanceof String) {
      var amount =
          value instanceof Number number
              ? new Amount(number.doubleValue(), Set.of())
              : Amount.read(value.toString()).orElse(null);
      var other = currency == null ? foreign : isShops(currency) ? null : currency;
      if (amount != null && amount.in(shop.currency()) && other == null) {
        return amount.value();
      }
      if (amount != null) {
        if (other == null) {
          // Its own sign or code names the currency, which may be one of several.
          other(String.join(" or ", new TreeSet<>(amount.currencies())), shown, at);
        } else {
          other(other, shown + " " + other, at);
        }
        return null;
      }
    }
    notes.add(
        Kind.UNREAD_AMOUNT,
        event + " " + property,
        at,
        shown,
        EXPECTED,
        "Maybe send a number; this amount was left out and counts in no metric.");
    return null;
  }

  private void other(String currency, String shown, At at) {
    notes.add(
        Kind.OTHER_CURRENCY,
        currency,
        at,
        shown,
        "an amount in " + shop.currency() + ", the shop's currency",
        "Maybe convert it before sending; this amount was left out and counts in no metric.");
  }

  private boolean isShops(String currency) {
    return Amount.currenciesOf(currency).contains(shop.currency());
  }

  private static @Nullable String foreign(ShopVocabulary shop, Map<String, Object> values) {
    for (var value : values.entrySet()) {
      var name = value.getKey();
      if (name.regionMatches(true, 0, CURRENCY, 0, CURRENCY.length())
          && CURRENCIES.contains(name.toLowerCase(Locale.ROOT))) {
        var one = value.getValue() instanceof List<?> list && list.size() == 1 ? list.get(0) : null;
        var said = String.valueOf(one == null ? value.getValue() : one).strip();
        if (!said.isEmpty() && !Amount.currenciesOf(said).contains(shop.currency())) {
          return said;
        }
      }
    }
    return null;
  }

  /** The currency that a product says itself; null for none. */
  static @Nullable JsonNode currency(Fields product) {
    for (var name : List.of(CURRENCY, "currency_code", "currencyCode")) {
      var said = product.get(name);
      if (said != null) {
        return said.isObject() ? said.path("code") : said.isArray() ? said.path(0) : said;
      }
    }
    return null;
  }

  private static @Nullable String within(Map<String, Object> values, String name) {
    for (var suffix : CURRENCY_WITHIN) {
      if (values.get(name + suffix) instanceof String currency) {
        return currency;
      }
    }
    return null;
  }

  private static @Nullable String code(@Nullable JsonNode currency) {
    return currency == null || !currency.isValueNode() || currency.asText().isBlank()
        ? null
        : currency.asText();
  }

  private static Object plain(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return value.isTextual() ? value.textValue() : value;
  }
}
