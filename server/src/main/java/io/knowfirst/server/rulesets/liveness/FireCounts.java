package io.knowfirst.server.rulesets.liveness;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how often each rule fires until somebody takes the counts: one look-up and one addition
 * for each rule that fired. By name, so that a decision that began with older rules counts as well.
 */
final class FireCounts {
  private final ConcurrentHashMap<String, LongAdder> fires = new ConcurrentHashMap<>();
  private final LongAdder decisions = new LongAdder();

  /**
   * What was counted.
   *
   * @param fires by rule, none of them zero
   */
  record Batch(long decisions, SortedMap<String, Long> fires) {
    boolean isEmpty() {
      return decisions == 0 && fires.isEmpty();
    }
  }

  void count(List<String> fired) {
    decisions.increment();
    for (var rule : fired) {
      adder(rule).increment();
    }
  }

  /** Everything counted since it was taken last; what is counted meanwhile is in the next. */
  Batch take() {
    var taken = new TreeMap<String, Long>();
    fires.forEach(
        (rule, adder) -> {
          long sum = adder.sumThenReset();
          if (sum > 0) {
            taken.put(rule, sum);
          }
        });
    return new Batch(decisions.sumThenReset(), taken);
  }

  /** Counts again what could not be stored. */
  void giveBack(Batch batch) {
    decisions.add(batch.decisions());
    batch.fires().forEach((rule, sum) -> adder(rule).add(sum));
  }

  private LongAdder adder(String rule) {
    var known = fires.get(rule);
    return known == null ? fires.computeIfAbsent(rule, name -> new LongAdder()) : known;
  }
}
