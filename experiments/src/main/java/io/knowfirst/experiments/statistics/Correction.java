package io.knowfirst.experiments.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How p-values of one family are adjusted for there being several. */
public enum Correction {
  /** Left as they are. */
  NONE,
  /** Holm 1979: the chance of any false alarm in the family stays at alpha. */
  HOLM,
  /** Benjamini and Hochberg 1995: the expected share of false alarms among alarms does. */
  BENJAMINI_HOCHBERG;

  /** Adjusted p-values in the order given, each 0 to 1 and at least the original. */
  public List<Double> adjust(List<Double> p) {
    int m = p.size();
    List<Integer> ascending =
        IntStream.range(0, m).boxed().sorted(Comparator.comparing(p::get)).toList();
    List<Double> adjusted = new ArrayList<>(p);
    switch (this) {
      case NONE -> {}
      case HOLM -> {
        double highest = 0;
        for (int rank = 0; rank < m; rank++) {
          highest = Math.max(highest, Math.min(1, p.get(ascending.get(rank)) * (m - rank)));
          adjusted.set(ascending.get(rank), highest);
        }
      }
      case BENJAMINI_HOCHBERG -> {
        double lowest = 1;
        for (int rank = m; rank >= 1; rank--) {
          lowest = Math.min(lowest, p.get(ascending.get(rank - 1)) * m / rank);
          adjusted.set(ascending.get(rank - 1), lowest);
        }
      }
    }
    return List.copyOf(adjusted);
  }
}
