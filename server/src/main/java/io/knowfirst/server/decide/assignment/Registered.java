package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Exclusion;
import io.knowfirst.experiments.assignment.Experiment;
import io.knowfirst.experiments.assignment.HashVersion;
import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.rules.folder.ExperimentFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An experiment as it stands.
 *
 * @param definition as it was applied last
 * @param split who sees what now; a bandit's weights are not those of the definition
 * @param decision the variation decided on; null for none
 * @param started when visitors were first assigned in this phase; null while it is a draft
 * @param changed when any of this changed last
 */
public record Registered(
    ExperimentFile definition,
    State state,
    Experiment split,
    @Nullable String decision,
    @Nullable Instant started,
    Instant changed) {

  /** A draft. */
  static Registered draft(ExperimentFile definition, Instant now) {
    return new Registered(definition, State.DRAFT, split(definition), null, null, now);
  }

  /** As its definition lays it out afresh. */
  static Experiment split(ExperimentFile definition) {
    int phase = definition.split().phase();
    var own = definition.split().seed();
    var seed = own != null ? own : phase == 1 ? definition.id() : definition.id() + ":" + phase;
    var split =
        Experiment.of(
            definition.id(),
            phase,
            seed,
            hashVersion(definition),
            variations(definition),
            definition.split().coverage());
    return with(split, definition);
  }

  /** The same buckets, with the definition's place in a group and its forced visitors. */
  static Experiment with(Experiment split, ExperimentFile definition) {
    return new Experiment(
        split.id(),
        split.phase(),
        split.seed(),
        split.hashVersion(),
        split.variations(),
        split.coverage(),
        split.buckets(),
        exclusion(definition),
        definition.split().forced());
  }

  /** How buckets are computed. */
  public static HashVersion hashVersion(ExperimentFile definition) {
    return definition.split().hashVersion() == 1 ? HashVersion.V1 : HashVersion.V2;
  }

  static List<Variation> variations(ExperimentFile definition) {
    return definition.variations().stream().map(v -> new Variation(v.id(), v.weight())).toList();
  }

  /** Place among experiments of which a visitor enters one at most; null for none. */
  public static @Nullable Exclusion exclusion(ExperimentFile definition) {
    var place = definition.split().exclusion();
    return place == null ? null : new Exclusion(place.group(), place.from(), place.to());
  }

  public String id() {
    return definition.id();
  }

  /** Content by variation. */
  Map<String, String> contents() {
    return definition.variations().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                ExperimentFile.Variation::id, ExperimentFile.Variation::content));
  }

  /** Whether visitors are assigned at this moment. */
  public boolean asks(Instant now) {
    var from = definition.from();
    var until = definition.until();
    return state == State.RUNNING
        && (from == null || !now.isBefore(from))
        && (until == null || now.isBefore(until));
  }

  Registered in(State next, Instant now) {
    boolean begins = next == State.RUNNING && started == null;
    return new Registered(definition, next, split, decision, begins ? now : started, now);
  }

  /** With another split. */
  public Registered with(Experiment next, Instant now) {
    return new Registered(definition, state, next, decision, started, now);
  }
}
