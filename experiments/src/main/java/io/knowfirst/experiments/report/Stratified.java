package io.knowfirst.experiments.report;

import io.knowfirst.experiments.statistics.Contrast;
import io.knowfirst.experiments.statistics.MetricKind;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.experiments.statistics.SampleGate;
import io.knowfirst.experiments.statistics.Strata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums by stratum, as a comparison uses them. Where strata are of periods with different weights
 * too, they are merged within a period only: visitors of two periods in one stratum would be
 * compared across them, and better days would count as a better variation. A period that is too
 * small even as a whole is left out.
 *
 * @param sums one for each variation, by stratum; a period is the first word of its stratum
 * @param byPeriod whether strata are of periods
 */
record Stratified(Map<String, List<Moments>> sums, boolean byPeriod) {

  static final Stratified NONE = new Stratified(Map.of(), false);

  static Stratified of(ExperimentData data, Map<String, List<Moments>> sums) {
    return data.stratifiedBy().isEmpty()
        ? NONE
        : new Stratified(sums, data.stratifiedBy().contains(ExperimentData.WEIGHTS));
  }

  /** Control and that variation in each stratum that is large enough; empty where none is. */
  List<Contrast> contrasts(MetricKind kind, int index, long least) {
    Map<String, List<Contrast>> periods = new TreeMap<>();
    new TreeMap<>(sums)
        .forEach(
            (stratum, of) ->
                periods
                    .computeIfAbsent(byPeriod ? period(stratum) : "", p -> new ArrayList<>())
                    .add(new Contrast(kind, of.get(0), of.get(index))));
    if (!byPeriod) {
      var merged = Strata.merged(List.copyOf(periods.getOrDefault("", List.of())), least);
      return merged.size() > 1 ? merged : List.of();
    }
    List<Contrast> large = new ArrayList<>();
    for (List<Contrast> period : periods.values()) {
      var whole = period.stream().reduce(Contrast::plus).orElseThrow();
      if (Strata.sound(whole, least) && SampleGate.DEFAULT.opened(whole).found().isPresent()) {
        large.addAll(Strata.merged(period, least));
      }
    }
    return large;
  }

  /** Control and that variation in the period that has the most of the rarer one. */
  Contrast largest(MetricKind kind, int index) {
    Map<String, Contrast> periods = new TreeMap<>();
    sums.forEach(
        (stratum, of) ->
            periods.merge(
                period(stratum), new Contrast(kind, of.get(0), of.get(index)), Contrast::plus));
    return periods.values().stream()
        .max(
            Comparator.comparingLong(
                period -> Math.min(period.control().n(), period.variation().n())))
        .orElseGet(() -> new Contrast(kind, Moments.NONE, Moments.NONE));
  }

  static String period(String stratum) {
    int end = stratum.indexOf(' ');
    return end < 0 ? stratum : stratum.substring(0, end);
  }
}
