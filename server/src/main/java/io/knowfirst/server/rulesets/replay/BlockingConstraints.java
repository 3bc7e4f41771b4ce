package io.knowfirst.server.rulesets.replay;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.why.Unmet;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.store.journal.Chunk;
import io.knowfirst.server.store.journal.JournalTable;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Says what keeps rules from firing, by tracing decisions that were recorded lately. */
public final class BlockingConstraints {
  private static final int SAMPLE = 200;
  private static final Duration LATELY = Duration.ofHours(24);

  private final JournalTable table;
  private final Supplier<Assortment> catalogue;
  private final Supplier<Experiments> experiments;
  private final InstantSource clock;

  public BlockingConstraints(
      Pool pool,
      Supplier<Assortment> catalogue,
      Supplier<Experiments> experiments,
      InstantSource clock) {
    this.table = new JournalTable(pool, Recorder.TABLE);
    this.catalogue = catalogue;
    this.experiments = experiments;
    this.clock = clock;
  }

  /** A constraint by its place, how often it was the first that failed, and one such decision. */
  private record Met(Unmet example, int decisions) {
    Met plus(Met other) {
      return new Met(example, decisions + other.decisions);
    }
  }

  /**
   * For each rule the constraint that most often is the first to fail, in a sentence; rules of
   * which nothing is known are absent. Takes its time: not on an event loop.
   */
  public Map<String, String> of(RuleBase base, Set<String> rules) {
    var again = new Redecision(catalogue.get(), experiments.get(), name -> Optional.empty());
    var asked = new Trace.Questions(rules, false);
    var aside = ActiveRules.of(base).aside();
    var sample = sample();
    var found = new LinkedHashMap<String, Map<String, Met>>();
    for (var recorded : sample) {
      again
          .trace(recorded, aside, asked)
          .trace()
          .whyNot()
          .forEach(
              (rule, why) -> count(found.computeIfAbsent(rule, r -> new LinkedHashMap<>()), why));
    }
    var sentences = new LinkedHashMap<String, String>();
    found.forEach(
        (rule, met) ->
            met.values().stream()
                .max(Comparator.comparingInt(Met::decisions))
                .ifPresent(most -> sentences.put(rule, sentence(most, sample.size()))));
    return sentences;
  }

  private static void count(Map<String, Met> met, WhyNot why) {
    if (why.status() == WhyNot.Status.NOT_MET && !why.unmet().isEmpty()) {
      var first = why.unmet().get(0);
      var place = "%s:%d:%d %s".formatted(first.file(), first.line(), first.column(), asked(first));
      met.merge(place, new Met(first, 1), Met::plus);
    }
  }

  private static String asked(Unmet unmet) {
    var constraint = unmet.constraint();
    return constraint == null ? unmet.condition() : constraint;
  }

  private static String sentence(Met most, int sample) {
    var unmet = most.example();
    return "In %d of the last %d recorded decisions %s at %s:%d is the first that is not met; for example: %s"
        .formatted(
            most.decisions(), sample, asked(unmet), unmet.file(), unmet.line(), unmet.text());
  }

  private List<Recorded> sample() {
    var now = clock.instant();
    var keys =
        table
            .keys(now.minus(LATELY).getEpochSecond(), now.getEpochSecond() + 1)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    var sample = new ArrayList<Recorded>();
    for (var key : keys) {
      if (sample.size() >= SAMPLE) {
        break;
      }
      table
          .chunk(key)
          .toCompletionStage()
          .toCompletableFuture()
          .join()
          .forEach(
              body ->
                  Chunk.read(
                      body,
                      json -> {
                        try {
                          sample.add(RecordingFormat.read(json));
                        } catch (IllegalArgumentException ofAnotherVersion) {
                          return true;
                        }
                        return sample.size() < SAMPLE;
                      }));
    }
    return sample;
  }
}
