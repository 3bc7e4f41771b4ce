package io.knowfirst.server.decide.assignment;

import io.knowfirst.experiments.assignment.Assignment;
import io.knowfirst.experiments.assignment.Assignment.Source;
import io.knowfirst.experiments.assignment.Unassigned;
import io.knowfirst.rules.base.Audiences;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.model.Reason.Code;
import io.knowfirst.server.model.Reason.Note;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All experiments at one moment. Immutable: a decision that has begun keeps those it began with.
 * Those of one placement are asked by their {@code order}, then those that have none as they
 * started, so that a new one never takes the visitors of one that runs.
 */
public final class Experiments {
  /** No experiment at all. */
  public static final Experiments NONE = new Experiments(List.of(), Audiences.NONE);

  /** In which those of one placement are asked. */
  static final Comparator<Registered> ASKED =
      Comparator.<Registered, Integer>comparing(
              one -> one.definition().split().order(), Comparator.nullsLast(Integer::compare))
          .thenComparing(Registered::started, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Registered::id);

  private static final Source[] ANY = {Source.HASHED};

  private final List<Registered> all;
  private final Audiences audiences;
  private final Map<String, List<Asked>> byPlacement = new HashMap<>();

  private record Asked(Registered experiment, Map<String, String> contents) {}

  private Experiments(Collection<Registered> all, Audiences audiences) {
    this.all = all.stream().sorted(Comparator.comparing(Registered::id)).toList();
    this.audiences = audiences;
    for (var one : this.all) {
      if (one.state() == State.RUNNING || one.decision() != null) {
        byPlacement
            .computeIfAbsent(one.definition().placement(), p -> new ArrayList<>())
            .add(new Asked(one, one.contents()));
      }
    }
    byPlacement
        .values()
        .forEach(asked -> asked.sort(Comparator.comparing(Asked::experiment, ASKED)));
  }

  /**
   * @param audiences compiled from those of the same experiments
   */
  public static Experiments of(Collection<Registered> all, Audiences audiences) {
    return new Experiments(all, audiences);
  }

  /** As files define them, with nobody assigned yet; their audiences are compiled here. */
  public static Experiments of(Collection<ExperimentFile> files) {
    return of(
        files.stream()
            .map(
                file -> {
                  var draft = Registered.draft(file, java.time.Instant.EPOCH);
                  return file.running() ? draft.in(State.RUNNING, draft.changed()) : draft;
                })
            .toList(),
        Audiences.of(files));
  }

  /** In the order of their ids. */
  public List<Registered> all() {
    return all;
  }

  /** Definitions by id. */
  public Map<String, ExperimentFile> definitions() {
    var definitions = new HashMap<String, ExperimentFile>();
    all.forEach(one -> definitions.put(one.id(), one.definition()));
    return definitions;
  }

  public Optional<Registered> find(String id) {
    return all.stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /** Their audiences. */
  public Audiences audiences() {
    return audiences;
  }

  /** Names of the events by which bandits learn. */
  public Set<String> goals() {
    var goals = new HashSet<String>();
    for (var one : all) {
      var bandit = one.definition().bandit();
      if (bandit != null) {
        goals.add(bandit.goal());
      }
    }
    return goals;
  }

  /** Which facts their audiences can use. */
  public Keys keys() {
    return audiences.keys();
  }

  /**
   * The visitor's variation in one experiment of the placement: one that forces them, else one that
   * they saw first, else the first in order of which they are the audience, by their id.
   *
   * @param notes takes why they are in it, or not in those before
   */
  public Optional<AssignedContent> ask(String placement, Participant who, List<Note> notes) {
    var here = byPlacement.getOrDefault(placement, List.of());
    for (var source : here.size() > 1 ? Source.values() : ANY) {
      for (var asked : here) {
        if (asked.experiment.asks(who.now()) && (here.size() == 1 || source == of(asked, who))) {
          var trial = ask(asked, who, notes);
          if (trial.isPresent()) {
            return trial;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Source of(Asked asked, Participant who) {
    var experiment = asked.experiment;
    return experiment.split().precedence(who.visitor(), who.earlier(experiment.id()));
  }

  /** The content that experiments decided on for the placement; null for none. */
  public @Nullable String decided(String placement, Participant who, List<Note> notes) {
    for (var asked : byPlacement.getOrDefault(placement, List.of())) {
      var variation = asked.experiment.decision();
      if (asked.experiment.state() == State.DECIDED
          && variation != null
          && inAudience(asked.experiment, who, new ArrayList<>())) {
        notes.add(
            new Note(
                Code.EXPERIMENT_DECIDED,
                "Experiment %s was decided for %s.".formatted(asked.experiment.id(), variation)));
        return asked.contents.get(variation);
      }
    }
    return null;
  }

  private Optional<AssignedContent> ask(Asked asked, Participant who, List<Note> notes) {
    var experiment = asked.experiment;
    var result = experiment.split().assign(who.visitor(), who.earlier(experiment.id()));
    if (result instanceof Unassigned unassigned) {
      notes.add(note(unassigned));
      return Optional.empty();
    }
    var assignment = (Assignment) result;
    switch (assignment.source()) {
      case FORCED ->
          notes.add(
              new Note(
                  Code.FORCED,
                  "Experiment %s forces this visitor into %s; not counted."
                      .formatted(experiment.id(), assignment.variation())));
      case STICKY ->
          notes.add(
              new Note(
                  Code.STICKY,
                  "The visitor has seen %s of experiment %s before and keeps it."
                      .formatted(assignment.variation(), experiment.id())));
      case HASHED -> {
        if (!inAudience(experiment, who, notes)) {
          return Optional.empty();
        }
      }
    }
    var content = asked.contents.get(assignment.variation());
    return content == null
        ? Optional.empty()
        : Optional.of(
            new AssignedContent(
                assignment, content, experiment.definition().measurement().segments()));
  }

  private static boolean inAudience(Registered experiment, Participant who, List<Note> notes) {
    if (experiment.definition().audience() == null) {
      return true;
    }
    var answer = who.audiences();
    var failure = answer.failure(experiment.id());
    var matched = answer.matched().get(experiment.id());
    if (failure != null) {
      notes.add(
          new Note(
              Code.EXPERIMENT_FAILED,
              "The audience of experiment %s failed: %s".formatted(experiment.id(), failure)));
    } else if (matched == null) {
      notes.add(
          new Note(
              Code.NOT_IN_AUDIENCE,
              "The visitor is not in the audience of experiment %s.".formatted(experiment.id())));
    } else {
      notes.add(
          new Note(
              Code.AUDIENCE_MATCHED,
              "The visitor is in the audience of experiment %s by %s."
                  .formatted(
                      experiment.id(),
                      matched.stream()
                          .map(fact -> fact.getClass().getSimpleName() + fact.values())
                          .toList())));
    }
    return failure == null && matched != null;
  }

  private static Note note(Unassigned unassigned) {
    return switch (unassigned.reason()) {
      case EXCLUDED_BY_GROUP ->
          new Note(
              Code.EXCLUDED_BY_GROUP,
              "Another experiment of its group has this visitor, so %s was not asked."
                  .formatted(unassigned.experiment()));
      case NOT_IN_COVERAGE, NO_VISITOR_ID ->
          new Note(
              Code.NOT_IN_COVERAGE,
              "The visitor is not within the coverage of experiment %s."
                  .formatted(unassigned.experiment()));
    };
  }
}
