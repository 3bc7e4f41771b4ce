package io.knowfirst.rules.folder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a shop is, which days count for its visitors, and what they read.
 *
 * @param country ISO 3166-1 alpha-2; empty where the shop does not say
 * @param region ISO 3166-2 without the country; empty for the whole country
 * @param traits names of those that hold a date of the visitor's own
 * @param places of the shop's own, by name
 * @param languages that its visitors read, that of contents without a tag first; empty where the
 *     shop does not say
 */
public record ShopDates(
    String country,
    String region,
    List<String> traits,
    Map<String, ShopPlace> places,
    List<String> languages) {
  /** Of a shop that says nothing. */
  public static final ShopDates NONE =
      new ShopDates("", "", List.of("birthday"), Map.of(), List.of());

  private static final Pattern REGION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  public ShopDates {
    traits = List.copyOf(traits);
    languages = List.copyOf(languages);
    places = Collections.unmodifiableMap(new LinkedHashMap<>(places));
  }

  static ShopDates read(YamlTable shop) {
    var traits = shop.has("dates") ? shop.texts("dates") : NONE.traits();
    var places = ShopPlace.read(shop);
    var languages = LanguageReader.ofShop(shop);
    var region = shop.optional("region");
    if (region == null) {
      return new ShopDates("", "", traits, places, languages);
    }
    var parts = region.split("-", 2);
    if (!REGION.matcher(region).matches() || !COUNTRIES.contains(parts[0])) {
      shop.error(
          "region",
          "KF004",
          "region is \"%s\", expected a country or a part of one (ISO 3166) such as DE or DE-SN. Maybe write it in capital letters."
              .formatted(region));
    }
    return new ShopDates(parts[0], parts.length > 1 ? parts[1] : "", traits, places, languages);
  }
}
