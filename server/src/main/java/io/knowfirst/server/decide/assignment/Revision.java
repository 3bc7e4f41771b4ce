package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Experiment;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Measurement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What comes of applying a definition to an experiment. What would bias the result of one that has
 * begun is refused, or starts its next phase where the definition allows that: the visitors so far
 * stay in the phase they were in. What has not changed since it was applied last changes nothing,
 * so weights that a bandit moved stay.
 *
 * @param next the experiment afterwards
 * @param changes in words; empty where nothing changed
 */
public record Revision(Registered next, List<String> changes) {
  private static final Set<String> OF_ANALYSIS =
      Set.of(
          "looking",
          "planned",
          "alpha",
          "correction",
          "postStratify",
          "minimumDays",
          "alternative",
          "looks");

  public Revision {
    changes = List.copyOf(changes);
  }

  /** Of an experiment that was not there. */
  public static Revision first(ExperimentFile definition, Instant now) {
    var draft = Registered.draft(definition, now);
    return definition.running()
        ? new Revision(LifecycleStep.START.take(draft, null, now), List.of("applied", "start"))
        : new Revision(draft, List.of("applied as a draft"));
  }

  /**
   * Of an experiment as it stands.
   *
   * @throws Refusal naming each change that is not safe, and the safe way
   */
  public static Revision of(Registered old, ExperimentFile definition, Instant now) {
    var unsafe = unsafe(old, definition);
    boolean later = definition.split().phase() > old.split().phase();
    boolean over = old.state() == State.DECIDED || old.state() == State.ARCHIVED;
    var revised =
        new Registered(definition, old.state(), old.split(), old.decision(), old.started(), now);
    if (old.state() == State.DRAFT) {
      return redrafted(old, revised);
    }
    if (over && !later && !(definition.newPhase() && differs(old, definition))) {
      return ended(old, revised);
    }
    if (later || over || (!unsafe.isEmpty() && definition.newPhase())) {
      return nextPhase(old, revised, unsafe, now);
    }
    if (!unsafe.isEmpty()) {
      throw new Refusal(refused(old, unsafe), fields(old, unsafe));
    }
    return safe(old, revised, now);
  }

  private static Revision redrafted(Registered old, Registered revised) {
    var changes =
        differs(old, revised.definition()) ? List.of("changed as a draft") : List.<String>of();
    var split = Registered.split(revised.definition());
    if (old.split().phase() > split.phase()) {
      split = reseeded(old.split().phase(), revised.definition());
    }
    return switched(old, revised.with(split, revised.changed()), changes);
  }

  private static Revision ended(Registered old, Registered revised) {
    if (!differs(old, revised.definition())) {
      return new Revision(old, List.of());
    }
    throw new Refusal(
        List.of(
            "Experiment %s is %s, expected no change. Maybe apply it with newPhase: true, or give the new one another id."
                .formatted(old.id(), old.state().word())),
        List.of(
            new Refusal.Field(
                "/newPhase",
                "true, as the experiment is " + old.state().word(),
                "give the new one another id.")));
  }

  private static Revision nextPhase(
      Registered old, Registered revised, List<String> unsafe, Instant now) {
    var definition = revised.definition();
    int phase = Math.max(old.split().phase() + 1, definition.split().phase());
    var own = definition.split().seed();
    var split =
        own != null && !own.equals(old.split().seed())
            ? reseeded(phase, own, definition)
            : reseeded(phase, definition);
    boolean running = old.state() == State.RUNNING;
    var state = old.state().begun() ? old.state() : State.DRAFT;
    var next = new Registered(definition, state, split, null, running ? now : null, now);
    var changes = new ArrayList<String>();
    changes.add("phase %d with seed %s: everyone is assigned anew".formatted(phase, split.seed()));
    changes.addAll(unsafe);
    return switched(old, next, changes);
  }

  private static Experiment reseeded(int phase, ExperimentFile definition) {
    return reseeded(phase, definition.id() + ":" + phase, definition);
  }

  private static Experiment reseeded(int phase, String seed, ExperimentFile definition) {
    var fresh =
        Experiment.of(
            definition.id(),
            phase,
            seed,
            Registered.hashVersion(definition),
            Registered.variations(definition),
            definition.split().coverage());
    return Registered.with(fresh, definition);
  }

  private static Revision safe(Registered old, Registered revised, Instant now) {
    var definition = revised.definition();
    var before = old.definition();
    var changes = new ArrayList<String>();
    var split = old.split();
    if (definition.split().coverage() > split.coverage()) {
      split = split.withCoverage(definition.split().coverage());
      changes.add("coverage %d to %d".formatted(old.split().coverage(), split.coverage()));
    }
    if (!weights(definition).equals(weights(before))) {
      var moved = split.withWeights(Registered.variations(definition));
      changes.add(
          "weights %s to %s: %d of 10000 buckets move, who has seen a variation keeps it"
              .formatted(
                  weights(before), weights(definition), split.buckets().movedBy(moved.buckets())));
      split = moved;
    }
    told("order", before.split().order(), definition.split().order(), changes);
    told("forced", before.split().forced(), definition.split().forced(), changes);
    told("name", before.name(), definition.name(), changes);
    told("owner", before.owner(), definition.owner(), changes);
    told(
        "minimumEffect",
        before.measurement().minimumEffect(),
        definition.measurement().minimumEffect(),
        changes);
    told("labels", labels(before), labels(definition), changes);
    told(
        "plausibleLift",
        design(before).plausibleLift(),
        design(definition).plausibleLift(),
        changes);
    told("segments", before.measurement().segments(), definition.measurement().segments(), changes);
    told("from", before.from(), definition.from(), changes);
    told("until", before.until(), definition.until(), changes);
    told("bandit", before.bandit(), definition.bandit(), changes);
    var next = revised.with(Registered.with(split, definition), now);
    return switched(old, next, changes);
  }

  /** With what a change of {@code running} asks for. */
  private static Revision switched(Registered old, Registered next, List<String> changes) {
    boolean asked = next.definition().running();
    if (asked == old.definition().running()
        && (next.state() != State.DRAFT || old.state() == State.DRAFT)) {
      return new Revision(changes.isEmpty() ? old : next, changes);
    }
    var all = new ArrayList<>(changes);
    if (asked && next.state() != State.RUNNING) {
      all.add("start");
      return new Revision(LifecycleStep.START.take(next, null, next.changed()), all);
    }
    if (!asked && next.state() == State.RUNNING) {
      all.add("pause");
      return new Revision(LifecycleStep.PAUSE.take(next, null, next.changed()), all);
    }
    return new Revision(all.isEmpty() ? old : next, all);
  }

  private static List<String> unsafe(Registered old, ExperimentFile definition) {
    var before = old.definition();
    var unsafe = new ArrayList<String>();
    told("placement", before.placement(), definition.placement(), unsafe);
    told("variations", contents(before), contents(definition), unsafe);
    told("audience", conditions(before), conditions(definition), unsafe);
    told("seed", before.split().seed(), definition.split().seed(), unsafe);
    told("hashVersion", before.split().hashVersion(), definition.split().hashVersion(), unsafe);
    told("exclusion", before.split().exclusion(), definition.split().exclusion(), unsafe);
    told("mode", before.bandit() != null, definition.bandit() != null, unsafe);
    told("metrics", before.measurement().metrics(), definition.measurement().metrics(), unsafe);
    told("looking", before.measurement().looking(), definition.measurement().looking(), unsafe);
    told("planned", before.measurement().planned(), definition.measurement().planned(), unsafe);
    told("alpha", before.measurement().alpha(), definition.measurement().alpha(), unsafe);
    told(
        "correction",
        before.measurement().correction(),
        definition.measurement().correction(),
        unsafe);
    told(
        "postStratify",
        before.measurement().postStratify(),
        definition.measurement().postStratify(),
        unsafe);
    told("minimumDays", design(before).minimumDays(), design(definition).minimumDays(), unsafe);
    told("alternative", design(before).alternative(), design(definition).alternative(), unsafe);
    told("looks", design(before).looks(), design(definition).looks(), unsafe);
    if (definition.split().coverage() < old.split().coverage()) {
      told("coverage", old.split().coverage(), definition.split().coverage(), unsafe);
    }
    return unsafe;
  }

  private static List<String> refused(Registered old, List<String> unsafe) {
    return unsafe.stream()
        .map(
            change ->
                "Experiment %s is %s, so its %s would bias the result. Maybe apply it with newPhase: true, which starts phase %d with a new seed, or pause it and write another experiment."
                    .formatted(old.id(), old.state().word(), change, old.split().phase() + 1))
        .toList();
  }

  private static List<Refusal.Field> fields(Registered old, List<String> unsafe) {
    return unsafe.stream()
        .map(change -> change.substring(0, change.indexOf(' ')))
        .map(
            key ->
                new Refusal.Field(
                    (OF_ANALYSIS.contains(key) ? "/analysis/" : "/") + key,
                    "no change while the experiment is " + old.state().word(),
                    "apply it with newPhase: true, which starts phase %d with a new seed, or pause it and write another experiment."
                        .formatted(old.split().phase() + 1)))
        .toList();
  }

  private static void told(
      String what, @Nullable Object before, @Nullable Object now, List<String> changes) {
    if (!Objects.equals(before, now)) {
      changes.add("%s %s to %s".formatted(what, ValueText.of(before), ValueText.of(now)));
    }
  }

  private static boolean differs(Registered old, ExperimentFile definition) {
    return !unsafe(old, definition).isEmpty()
        || !weights(old.definition()).equals(weights(definition))
        || !Objects.equals(rest(old.definition()), rest(definition));
  }

  private static List<@Nullable Object> rest(ExperimentFile definition) {
    return Arrays.asList(
        definition.split(),
        definition.name(),
        definition.owner(),
        definition.from(),
        definition.until(),
        definition.bandit(),
        definition.measurement().minimumEffect(),
        design(definition).plausibleLift(),
        definition.measurement().segments(),
        labels(definition),
        definition.running());
  }

  private static String contents(ExperimentFile definition) {
    return definition.variations().stream()
        .map(v -> v.id() + "=" + v.content())
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static Measurement.Design design(ExperimentFile definition) {
    return definition.measurement().design();
  }

  private static List<ExperimentFile.VariationLabel> labels(ExperimentFile definition) {
    return definition.variations().stream().map(ExperimentFile.Variation::label).toList();
  }

  private static List<Integer> weights(ExperimentFile definition) {
    return definition.variations().stream().map(ExperimentFile.Variation::weight).toList();
  }

  private static String conditions(ExperimentFile definition) {
    return definition.audience() == null ? "everyone" : definition.audience().conditions();
  }
}
