package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Moments;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a metric grew by on one day, over visitors first exposed on another.
 *
 * @param metric its name
 * @param exposed day (UTC) of first exposure
 * @param since days from then on, 0 for the rest of that day; -1 for the 28 days before the first
 *     exposure
 * @param sums one for each variation, of visitors for whom it is not 0
 */
public record DailySums(String metric, LocalDate exposed, int since, List<Moments> sums) {

  /** Days before the first exposure. */
  public static final int BEFORE = -1;

  public DailySums {
    sums = List.copyOf(sums);
  }

  /** The sums of so many visitors, of whom all others had 0. */
  List<Moments> of(List<Moments> visitors) {
    List<Moments> all = new ArrayList<>();
    for (int i = 0; i < sums.size(); i++) {
      var some = sums.get(i);
      all.add(
          new Moments(
              visitors.get(i).n(),
              some.sum(),
              some.sumSquares(),
              some.otherSum(),
              some.otherSumSquares(),
              some.crossSum()));
    }
    return all;
  }
}
