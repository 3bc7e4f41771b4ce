package io.knowfirst.rules.check;

import static java.util.Map.entry;

import io.knowfirst.rules.facts.Categories;
import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Trends;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the properties of facts can be at all. */
final class Bounds {
  private static final List<String> PAGES =
      List.of("home", "category", "product", "cart", "checkout", "search", "content", "account");
  private static final String[] DEVICES = Habits.DEVICES.toArray(new String[0]);
  private static final Map<String, Ranges> RANGES =
      Map.ofEntries(
          entry("Moment.hour", wholes(0, 23)),
          entry("Moment.weekday", wholes(1, 7)),
          entry("Moment.month", wholes(1, 12)),
          entry("Moment.visitorHour", wholes(0, 23).or(Ranges.onlyNull())),
          entry("Habit.hour", wholes(0, 23)),
          entry("Habit.weekday", wholes(1, 7)),
          entry("Habit.visits", Ranges.from(Scalar.of(5), true)),
          entry("Habit.hourShare", numbers(0, 1)),
          entry("Habit.weekdayShare", numbers(0, 1)),
          entry("Habit.deviceShare", numbers(0, 1).or(Ranges.onlyNull())),
          entry("Habit.device", words(DEVICES).or(Ranges.onlyNull())),
          entry("Moment.season", words("spring", "summer", "autumn", "winter")),
          entry(
              "Moment.visitorPartOfDay",
              words("night", "morning", "midday", "afternoon", "evening").or(Ranges.onlyNull())),
          entry("Occasion.kind", words("holiday", "shopping", "personal")),
          entry("Occasion.days", wholes(0, Occasion.AHEAD)),
          entry("Moment.partOfDay", words("night", "morning", "midday", "afternoon", "evening")),
          entry("Page.type", words(PAGES.toArray(new String[0]))),
          entry("Browsing.page", words(PAGES.toArray(new String[0]))),
          entry("Device.type", words(DEVICES)),
          entry("Weather.celsius", numbers(-100, 100)),
          entry("Bought.price", Ranges.from(Scalar.of(0), false).or(Ranges.onlyNull())),
          entry("Viewed.price", Ranges.from(Scalar.of(0), false).or(Ranges.onlyNull())),
          entry("Interest.kind", words(InterestWeights.KINDS.toArray(new String[0]))),
          entry("Interest.score", Ranges.from(Scalar.of(0), false)),
          entry("Interest.rank", Ranges.from(Scalar.of(1), true)),
          entry(
              "Interest.share",
              Ranges.from(Scalar.of(0), false).and(Ranges.upTo(Scalar.of(1), true))),
          entry("Interest.trend", numbers(-1, 1)),
          entry(
              "PreferredChannel.probability",
              Ranges.from(Scalar.of(0), true).and(Ranges.upTo(Scalar.of(1), true))),
          entry("PreferredChannel.learnedFrom", Ranges.from(Scalar.of(0), true)),
          entry("Trending.kind", words(Trends.KINDS.toArray(new String[0]))),
          entry("Trending.rank", Ranges.from(Scalar.of(1), true)),
          entry("Trending.visitors", Ranges.from(Scalar.of(3), true)),
          entry("Trending.usual", Ranges.from(Scalar.of(0), true)),
          entry("Trending.lift", Ranges.from(Scalar.of(1), false)),
          entry("Value.alive", numbers(0, 1).or(Ranges.onlyNull())),
          entry("Value.churn", numbers(0, 1).or(Ranges.onlyNull())),
          entry("Value.spent", Ranges.from(Scalar.of(0), true)));
  private static final Set<String> ANY_NUMBER = Set.of("celsius", "number");
  private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());
  private static final Map<String, Format> FORMATS =
      Map.of(
          "Searched.term", new Format("[^\\p{Lu}]*", "a term in lower case"),
          "Interest.value", new Format("[^\\p{Lu}]*", "a value in lower case"),
          "Page.search", new Format("[^\\p{Lu}]*", "words in lower case"),
          "Place.country", new Format(Bounds::isCountry, "two capital letters such as DE"),
          "Locale.country", new Format(Bounds::isCountry, "two capital letters such as DE"),
          "Locale.language", new Format(LANGUAGES::contains, "a language such as de (ISO 639)"),
          "Moment.date", new Format(IsoDate::isDay, "a date such as 2026-12-24"));
  private static final Set<String> CATEGORIES = Set.of("category", "exactly", "favouriteCategory");
  private static final Format CATEGORY =
      new Format(text -> Categories.path(text).equals(text), "a path such as apparel.trousers");
  private static final Set<String> COUNTRIES =
      Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

  /** How the texts of a property look. */
  record Format(Predicate<String> shape, String words) {
    Format(String pattern, String words) {
      this(Pattern.compile(pattern).asMatchPredicate(), words);
    }
  }

  private Bounds() {}

  /** What a property such as {@code visitor.visits(30)} can be; anything where nothing is known. */
  static Ranges of(Class<?> type, String property) {
    var known = RANGES.get(type.getSimpleName() + "." + property);
    if (known != null) {
      return known;
    }
    var accessor = Vocabulary.accessor(type, property).orElse(null);
    if (accessor == null) {
      return Ranges.all();
    }
    var result = accessor.getReturnType();
    if (result == boolean.class) {
      return words("true", "false");
    }
    boolean nullable = Vocabulary.mayBeNull(accessor);
    if (Vocabulary.isNumber(result) && !ANY_NUMBER.contains(accessor.getName())) {
      var counts = Ranges.from(Scalar.of(0), true);
      return nullable ? counts.or(Ranges.onlyNull()) : counts;
    }
    return nullable ? Ranges.all() : Ranges.onlyNull().not();
  }

  static Optional<Format> format(Class<?> type, String property) {
    return CATEGORIES.contains(property)
        ? Optional.of(CATEGORY)
        : Optional.ofNullable(FORMATS.get(type.getSimpleName() + "." + property));
  }

  /** Of ISO 3166-1, and Kosovo's, which it leaves to its users. */
  private static boolean isCountry(String code) {
    return COUNTRIES.contains(code) || code.equals("XK");
  }

  private static Ranges wholes(int from, int to) {
    return Ranges.from(Scalar.of(from), true).and(Ranges.upTo(Scalar.of(to + 1), false));
  }

  private static Ranges numbers(int from, int to) {
    return Ranges.from(Scalar.of(from), true).and(Ranges.upTo(Scalar.of(to), true));
  }

  private static Ranges words(String... words) {
    return Ranges.oneOf(List.of(words).stream().map(Scalar::of).toList());
  }
}
