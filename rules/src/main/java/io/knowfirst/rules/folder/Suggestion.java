package io.knowfirst.rules.folder;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Advice for a word that is not known. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * {@code Maybe "x".} for the known word nearest to the one given; the list of a few known words
   * where none is near.
   */
  public static String of(String word, Collection<String> known) {
    var nearest =
        known.stream()
            .min(
                Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                    .thenComparing(Comparator.naturalOrder()));
    if (nearest.isEmpty()) {
      return "There is none yet.";
    }
    if (distance(word, nearest.get()) <= Math.max(2, word.length() / 3)) {
      return "Maybe \"" + nearest.get() + "\".";
    }
    var some = known.stream().sorted().limit(12).toList();
    return "Expected one of "
        + String.join(", ", some)
        + (some.size() < known.size() ? ", …" : ".");
  }

  /** Edits (insert, delete, replace) that turn one word into the other, whatever their case. */
  static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT);
    var b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
