package io.knowfirst.server.wire;

import io.knowfirst.rules.facts.Rating;
import io.knowfirst.server.quality.Kind;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads how many stars a product got, on the scale from 1 to 5 that all ratings are kept on; 0
 * takes a rating back.
 */
final class RatingReader {
  private static final String RATING = Rating.PROPERTY;
  private static final List<String> HIGHEST = List.of("max_rating", "best_rating", "bestRating");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}([.,][0-9]{1,4})?");

  private RatingReader() {}

  /**
   * @param values of the event, in which the rating is replaced by one of that scale
   */
  static void read(String event, Map<String, Object> values, At at, Notes notes) {
    var said = values.get(RATING);
    if (said == null || !Rating.isOf(event)) {
      return;
    }
    double highest =
        HIGHEST.stream()
            .map(values::get)
            .mapToDouble(RatingReader::number)
            .filter(number -> number > 1)
            .findFirst()
            .orElse(Rating.HIGHEST);
    double stars = number(said);
    if (stars == 0 || (stars >= 1 && stars <= highest)) {
      values.put(RATING, stars == 0 ? 0 : 1 + (stars - 1) * (Rating.HIGHEST - 1) / (highest - 1));
      return;
    }
    values.remove(RATING);
    notes.add(
        Kind.IGNORED_FIELD,
        event + " properties/" + RATING,
        at.field(RATING),
        said.toString(),
        "a number from 1 to %s, or 0 to take a rating back".formatted(Rating.text(highest)),
        "Maybe name the best rating of the scale in max_rating.");
  }

  /** Not a number for what is none. */
  private static double number(Object said) {
    if (said instanceof Number number) {
      return number.doubleValue();
    }
    return said instanceof String text && NUMBER.matcher(text.strip()).matches()
        ? Double.parseDouble(text.strip().replace(',', '.'))
        : Double.NaN;
  }
}
