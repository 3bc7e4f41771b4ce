package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.model.Outcome;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Adds up what a replay finds; one for each thread, added together at the end. */
final class Tally {
  private static final int MOST_CHANGES = 2_000;
  private static final int EXAMPLES = 5;

  private final Map<Reproduction, Long> proofs = new EnumMap<>(Reproduction.class);
  private final Map<Reproduction, TreeSet<String>> unequal = new EnumMap<>(Reproduction.class);
  private final Map<Outcome, Counts> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Counts> campaigns = new TreeMap<>();
  private final Map<String, Counts> segments = new TreeMap<>();
  private final Map<String, long[]> placements = new TreeMap<>();
  private final Map<DecisionChange.Key, DecisionChange> changes = new HashMap<>();
  private long products;
  private long decisions;
  private long changed;

  void proved(Reproduction proof, String decision) {
    proofs.merge(proof, 1L, Long::sum);
    if (proof != Reproduction.EQUAL) {
      var examples = unequal.computeIfAbsent(proof, p -> new TreeSet<>());
      examples.add(decision);
      if (examples.size() > EXAMPLES) {
        examples.remove(examples.last());
      }
    }
  }

  /** A decision of which the products were compared as well. */
  void productsCompared() {
    products++;
  }

  /** Compares what two rule bases decide now. */
  void compare(Recorded recorded, Decided before, Decided after, Set<String> rules) {
    var was = Verdict.of(before);
    var is = Verdict.of(after);
    decisions++;
    boolean any = false;
    for (var placement : recorded.placements()) {
      any |= compare(placement.id(), recorded.id(), was, is, after, rules);
    }
    changed += any ? 1 : 0;
    count(segments, new LinkedHashSet<>(was.segments()), new LinkedHashSet<>(is.segments()));
  }

  private boolean compare(
      String placement,
      String decision,
      Verdict was,
      Verdict is,
      Decided after,
      Set<String> rules) {
    var one = was.at(placement);
    var two = is.at(placement);
    if (one.isEmpty() && two.isEmpty()) {
      return false;
    }
    var row = placements.computeIfAbsent(placement, p -> new long[2]);
    row[0]++;
    one.ifPresent(c -> outcomes.merge(c.outcome(), Counts.of(true, same(two, c)), Counts::plus));
    two.filter(c -> !same(one, c))
        .ifPresent(c -> outcomes.merge(c.outcome(), Counts.of(false, true), Counts::plus));
    count(
        campaigns,
        one.map(Choice::campaign).map(Set::of).orElse(Set.of()),
        two.map(Choice::campaign).map(Set::of).orElse(Set.of()));
    if (one.isPresent() && two.isPresent() && one.get().shows(two.get(), true)) {
      return false;
    }
    row[1]++;
    var why = new Why(after, rules);
    var key =
        new DecisionChange.Key(
            placement,
            one.map(Choice::words).orElse("no such placement"),
            two.map(c -> why.after(one, c)).orElse("no such placement"));
    if (changes.containsKey(key) || changes.size() < MOST_CHANGES) {
      changes.merge(
          key, new DecisionChange(key, why.reason(one, two), decision), DecisionChange::plus);
    }
    return true;
  }

  private static boolean same(Optional<Choice> other, Choice choice) {
    return other.isPresent() && other.get().outcome() == choice.outcome();
  }

  private static void count(Map<String, Counts> counts, Set<String> before, Set<String> after) {
    for (var name : before) {
      counts.merge(name, Counts.of(true, after.contains(name)), Counts::plus);
    }
    for (var name : after) {
      if (!before.contains(name)) {
        counts.merge(name, Counts.of(false, true), Counts::plus);
      }
    }
  }

  void add(Tally other) {
    other.proofs.forEach((proof, n) -> proofs.merge(proof, n, Long::sum));
    other.unequal.forEach(
        (proof, ids) -> {
          var all = unequal.computeIfAbsent(proof, p -> new TreeSet<>());
          all.addAll(ids);
          while (all.size() > EXAMPLES) {
            all.remove(all.last());
          }
        });
    other.outcomes.forEach((outcome, n) -> outcomes.merge(outcome, n, Counts::plus));
    other.campaigns.forEach((campaign, n) -> campaigns.merge(campaign, n, Counts::plus));
    other.segments.forEach((segment, n) -> segments.merge(segment, n, Counts::plus));
    other.placements.forEach(
        (placement, n) ->
            placements.merge(placement, n, (a, b) -> new long[] {a[0] + b[0], a[1] + b[1]}));
    other.changes.forEach((key, change) -> changes.merge(key, change, DecisionChange::plus));
    products += other.products;
    decisions += other.decisions;
    changed += other.changed;
  }

  ReplayReport report(ReplayReport.Frame frame) {
    return new ReplayReport(
        frame,
        new ReplayReport.Proven(
            proofs.values().stream().mapToLong(Long::longValue).sum(),
            proofs.getOrDefault(Reproduction.EQUAL, 0L),
            products,
            proofs,
            unequal),
        decisions,
        changed,
        outcomes,
        placements.entrySet().stream()
            .map(e -> new ReplayReport.At(e.getKey(), e.getValue()[0], e.getValue()[1]))
            .toList(),
        campaigns,
        segments,
        changes.values().stream().sorted(ReplayReport.MOST_FIRST).toList());
  }
}
