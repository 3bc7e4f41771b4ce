package io.knowfirst.experiments.report;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A column that by its name holds ids of visitors, and how often each occurs. */
final class CsvIds {

  private static final String PERSON =
      "(user|visitor|customer|client|member|subscriber|account|person|profile|cookie|device|unit"
          + "|subject|anonymous|kunde|kunden|besucher|nutzer|benutzer)";
  private static final Pattern ID =
      Pattern.compile(
          "id|uid|uuid|guid|e?mail(address)?|" + PERSON + "(id|uid|uuid|key|no|nr|number|nummer)");

  /** A word that may as well name a kind of visitor; it is an id only with many values. */
  private static final Pattern WORD = Pattern.compile(PERSON);

  private static final int FEW_VALUES = 50;

  private final int column;
  private final String name;
  private final Map<String, String> variations = new HashMap<>();
  private long rows;
  private long crossed;

  CsvIds(int column, String name) {
    this.column = column;
    this.name = name;
  }

  /** Whether a column of that name may hold ids of visitors. */
  static boolean named(String name) {
    return ID.matcher(bare(name)).matches() || WORD.matcher(bare(name)).matches();
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  void add(String id, String variation) {
    if (id.isEmpty()) {
      return;
    }
    rows++;
    var first = variations.putIfAbsent(id, variation);
    if (first != null && !first.equals(variation)) {
      crossed++;
    }
  }

  boolean repeats() {
    return rows > visitors()
        && (ID.matcher(bare(name)).matches() || variations.size() > FEW_VALUES);
  }

  int column() {
    return column;
  }

  String name() {
    return name;
  }

  /** Rows with an id. */
  long rows() {
    return rows;
  }

  long visitors() {
    return variations.size();
  }

  /** Rows in another variation than the first of their id. */
  long crossed() {
    return crossed;
  }
}
