package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.decide.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What is known of others, to stand in for what is not known of one: of each fact a random sample
 * of the newest values seen (hot-deck imputation). Whoever lacks a fact is taken to be like those
 * who have it.
 */
final class HotDeckSample {
  private static final int KEPT = 64;
  private static final int FACTS = 500;

  private final SplittableRandom random;
  private final Map<String, List<Function<Counterfactual, Situation>>> values = new HashMap<>();

  HotDeckSample(SplittableRandom random) {
    this.random = random;
  }

  /** A value of a fact, as what it makes of a situation without it. */
  void give(String fact, Function<Counterfactual, Situation> value) {
    var kept = values.get(fact);
    if (kept == null) {
      if (values.size() >= FACTS) {
        return;
      }
      kept = new ArrayList<>();
      values.put(fact, kept);
    }
    if (kept.size() < KEPT) {
      kept.add(value);
    } else {
      kept.set(random.nextInt(KEPT), value);
    }
  }

  void forget() {
    values.clear();
  }

  /** Facts of which a value is known. */
  List<String> facts() {
    return values.keySet().stream().sorted().toList();
  }

  /** Values drawn at random, some perhaps twice; none where nobody has the fact. */
  List<Function<Counterfactual, Situation>> draw(String fact, int number) {
    var kept = values.getOrDefault(fact, List.of());
    var drawn = new ArrayList<Function<Counterfactual, Situation>>();
    for (int i = 0; i < number && !kept.isEmpty(); i++) {
      drawn.add(kept.get(random.nextInt(kept.size())));
    }
    return drawn;
  }
}
