package io.knowfirst.rules.folder;

import io.knowfirst.rules.facts.InterestWeights;
import io.knowfirst.rules.facts.InterestWeights.Act;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code interests} of shop.yaml; what it does not say is as by default. */
final class InterestReader {
  private static final int MOST_BANDS = 20;
  private static final int MOST_VALUES = 50;
  private static final int MOST_DAYS = 3_650;
  private static final int MOST_POINTS = 1_000;

  private InterestReader() {}

  static InterestWeights read(YamlTable shop) {
    return shop.table("interests").map(InterestReader::weights).orElse(InterestWeights.DEFAULT);
  }

  private static InterestWeights weights(YamlTable table) {
    var read =
        new InterestWeights(
            table.table("weights").map(InterestReader::points).orElse(Map.of()),
            table.table("halfLives").map(InterestReader::days).orElse(Map.of()),
            table.has("prices") ? prices(table) : InterestWeights.DEFAULT.prices(),
            table
                .table("stated")
                .map(InterestReader::stated)
                .orElse(InterestWeights.DEFAULT.stated()),
            table.whole("top", 1, MOST_VALUES, InterestWeights.DEFAULT.top()));
    table.refuseOthers();
    return read;
  }

  private static Map<Act, Double> points(YamlTable table) {
    var points = new EnumMap<Act, Double>(Act.class);
    for (var act : Act.values()) {
      var given = table.decimal(act.word(), 0, MOST_POINTS, null);
      if (given != null) {
        points.put(act, given);
      }
    }
    table.refuseOthers();
    return points;
  }

  private static Map<Act, Integer> days(YamlTable table) {
    var days = new EnumMap<Act, Integer>(Act.class);
    for (var act : Act.values()) {
      if (table.has(act.word())) {
        days.put(act, table.whole(act.word(), 0, MOST_DAYS, 0));
      }
    }
    table.refuseOthers();
    return days;
  }

  private static List<Double> prices(YamlTable table) {
    var prices = new ArrayList<Double>();
    double before = 0;
    for (var text : table.texts("prices")) {
      double price = number(text);
      if (!(price > before) || prices.size() == MOST_BANDS) {
        table.error(
            "prices",
            "KF004",
            "prices holds \"%s\", expected at most %d ascending numbers above 0. Maybe [25, 50, 100]."
                .formatted(text, MOST_BANDS));
        return InterestWeights.DEFAULT.prices();
      }
      prices.add(price);
      before = price;
    }
    return prices;
  }

  private static double number(String text) {
    return text.matches("[0-9]{1,9}(\\.[0-9]{1,2})?") ? Double.parseDouble(text) : Double.NaN;
  }

  private static Map<String, String> stated(YamlTable table) {
    var stated = new HashMap<String, String>();
    table
        .textByText()
        .forEach(
            (trait, kind) -> {
              if (InterestWeights.KINDS.contains(kind)) {
                stated.put(trait, kind);
              } else {
                table.error(
                    trait,
                    "KF004",
                    "%s is \"%s\". %s"
                        .formatted(trait, kind, Suggestion.of(kind, InterestWeights.KINDS)));
              }
            });
    return stated;
  }
}
