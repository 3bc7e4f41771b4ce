package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.InterestWeights;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Currency;

/**
 * What shop.yaml says of the whole shop.
 *
 * @param zone of its clock
 * @param currency ISO 4217
 * @param holdout share of all visitors from whom rules are kept, in basis points
 * @param privacy what is stored of visitors
 * @param interests how they are weighed
 * @param dates where it is, and which days count
 * @param channels on which visitors are contacted
 */
record ShopFile(
    ZoneId zone,
    String currency,
    int holdout,
    Privacy privacy,
    InterestWeights interests,
    ShopDates dates,
    Channels channels) {
  /** Of a shop that says nothing. */
  static final ShopFile DEFAULT =
      new ShopFile(
          ZoneId.of("UTC"),
          "EUR",
          Holdouts.EVERYWHERE,
          Privacy.DEFAULT,
          InterestWeights.DEFAULT,
          ShopDates.NONE,
          Channels.DEFAULT);

  static ShopFile read(YamlTable table) {
    var shop =
        new ShopFile(
            zone(table),
            currency(table),
            table.whole("holdout", 0, 10_000, DEFAULT.holdout()),
            Privacy.read(table),
            InterestReader.read(table),
            ShopDates.read(table),
            Channels.read(table));
    table.refuseOthers();
    return shop;
  }

  private static ZoneId zone(YamlTable shop) {
    var zone = shop.text("timezone", "UTC");
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      shop.error(
          "timezone",
          "KF004",
          "timezone is \"%s\", expected a name such as Europe/Berlin. %s"
              .formatted(zone, Suggestion.of(zone, ZoneId.getAvailableZoneIds())));
      return ZoneId.of("UTC");
    }
  }

  private static String currency(YamlTable shop) {
    var currency = shop.text("currency", "EUR");
    if (Currency.getAvailableCurrencies().stream()
        .noneMatch(c -> c.getCurrencyCode().equals(currency))) {
      shop.error(
          "currency",
          "KF004",
          "currency is \"%s\", expected an ISO 4217 code such as EUR.".formatted(currency));
    }
    return currency;
  }
}
