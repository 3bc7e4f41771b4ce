package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Advice for a word that is not known. */
public final class Suggestion {
  private static final int LONGEST = 200;
  private static final int SOME = 12;
  private static final int LINE = 160;

  private Suggestion() {}

  /**
   * {@code Maybe "x".} for the known word nearest to the one given; the list of a few known words
   * where none is near.
   */
  public static String of(String word, Collection<String> known) {
    if (known.isEmpty()) {
      return "There is none yet.";
    }
    return nearest(word, known)
        .map(near -> "Maybe \"" + near + "\".")
        .orElseGet(
            () -> {
              var few = few(known);
              return few.stream()
                  .collect(
                      Collectors.joining(
                          ", ", "Expected one of ", few.size() < known.size() ? ", …" : "."));
            });
  }

  /** As many as a line takes. */
  private static List<String> few(Collection<String> known) {
    var few = new ArrayList<String>();
    int length = 0;
    for (var word : new TreeSet<>(known)) {
      length += word.length() + 2;
      if (!few.isEmpty() && (length > LINE || few.size() == SOME)) {
        break;
      }
      few.add(word);
    }
    return few;
  }

  /** The word most like the one given, whatever their case, where one is like it at all. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return Optional.empty();
    }
    int far = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= far)
        .map(candidate -> Map.entry(distance(word, candidate), candidate))
        .filter(entry -> entry.getKey() <= far)
        .min(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry::getValue))
        .map(Map.Entry::getValue);
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
