package io.knowfirst.server.rulesets.replay;

import io.knowfirst.server.model.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a replay found: first the proof that recorded decisions come out the same again, then what
 * the edited rules would change against the rules in force. Both rule bases decide with the
 * catalogue as it is now, so that only the edit differs.
 *
 * @param decisions compared
 * @param changed of them at one placement at least
 * @param changes most frequent first
 */
public record ReplayReport(
    Frame frame,
    Proven proof,
    long decisions,
    long changed,
    Map<Outcome, Counts> outcomes,
    List<At> placements,
    Map<String, Counts> campaigns,
    Map<String, Counts> segments,
    List<DecisionChange> changes) {
  static final Comparator<DecisionChange> MOST_FIRST =
      Comparator.comparingLong((DecisionChange change) -> -change.decisions())
          .thenComparing(DecisionChange::placement)
          .thenComparing(DecisionChange::before)
          .thenComparing(DecisionChange::after);

  /**
   * What was replayed.
   *
   * @param from the earliest second
   * @param recorded decisions recorded in that time; those beyond the maximum were not replayed
   * @param inForce hash of the rules in force
   * @param edited hash of the edited rules
   * @param catalogue version that both chose products from
   */
  public record Frame(
      Instant from,
      Instant until,
      long recorded,
      String inForce,
      String edited,
      long catalogue,
      double seconds) {}

  /**
   * The proof.
   *
   * @param products decisions of which the products were compared too: the catalogue was the same
   * @param counts by what came of it
   * @param examples ids of decisions that did not come out the same
   */
  public record Proven(
      long decisions,
      long equal,
      long products,
      Map<Reproduction, Long> counts,
      Map<Reproduction, TreeSet<String>> examples) {
    public Proven {
      counts = Collections.unmodifiableMap(new TreeMap<>(counts));
      examples = Collections.unmodifiableMap(new TreeMap<>(examples));
    }

    SortedSet<String> examples(Reproduction proof) {
      return examples.getOrDefault(proof, new TreeSet<>());
    }
  }

  /** One placement: how often it was decided, and how often otherwise. */
  public record At(String placement, long decisions, long changed) {}

  public ReplayReport {
    outcomes = Collections.unmodifiableMap(outcomes(outcomes));
    placements = List.copyOf(placements);
    campaigns = Collections.unmodifiableMap(new TreeMap<>(campaigns));
    segments = Collections.unmodifiableMap(new TreeMap<>(segments));
    changes = List.copyOf(changes);
  }

  /** Share of the compared decisions that would change, 0 to 1. */
  public double share() {
    return decisions == 0 ? 0 : (double) changed / decisions;
  }

  /** The whole of it in a sentence. */
  public String summary() {
    return String.format(
            Locale.ROOT,
            "%d of %d recorded decisions (%.2f %%) would change",
            changed,
            decisions,
            100 * share())
        + changes.stream()
            .limit(3)
            .map(
                change ->
                    "%s: %s → %s (%d)"
                        .formatted(
                            change.placement(),
                            change.before(),
                            change.after(),
                            change.decisions()))
            .reduce((a, b) -> a + "; " + b)
            .map(most -> ", most often " + most)
            .orElse("");
  }

  private static Map<Outcome, Counts> outcomes(Map<Outcome, Counts> given) {
    var all = new EnumMap<Outcome, Counts>(Outcome.class);
    for (var outcome : Outcome.values()) {
      all.put(outcome, given.getOrDefault(outcome, Counts.NONE));
    }
    return all;
  }
}
