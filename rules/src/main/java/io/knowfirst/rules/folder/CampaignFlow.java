package io.knowfirst.rules.folder;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign goes on over time: who enters it, which steps it takes, what ends it.
 *
 * @param file that holds it
 * @param enter the segment whose members enter
 * @param again how long after leaving somebody may enter again; null for never
 * @param exitEvents events that end it in every step
 * @param exitSegments segments that end it in every step
 * @param steps in the order of the file; a visitor begins at the first
 */
public record CampaignFlow(
    String file,
    SegmentPlace enter,
    @Nullable Duration again,
    List<String> exitEvents,
    List<SegmentPlace> exitSegments,
    List<FlowStep> steps) {
  /** Under which an offer says of which step it is. */
  public static final String STEP = "step";

  public CampaignFlow {
    exitEvents = List.copyOf(exitEvents);
    exitSegments = List.copyOf(exitSegments);
    steps = List.copyOf(steps);
  }

  /** A segment, and where in the file it is named; line and column from 1. */
  public record SegmentPlace(String segment, int line, int column) {}

  /** The step of an id. */
  public Optional<FlowStep> step(String id) {
    return steps.stream().filter(step -> step.id().equals(id)).findFirst();
  }

  /** The steps that show or send something, in the order of the file. */
  public List<FlowStep.Telling> telling() {
    return steps.stream()
        .filter(FlowStep.Telling.class::isInstance)
        .map(FlowStep.Telling.class::cast)
        .toList();
  }

  /** The segments that it asks for. */
  public Set<String> segments() {
    var segments = new LinkedHashSet<String>(List.of(enter.segment()));
    exitSegments.forEach(exit -> segments.add(exit.segment()));
    for (var step : steps) {
      if (step instanceof FlowStep.Branch branch
          && branch.asked().kind() == FlowStep.Asked.AskedKind.SEGMENT) {
        segments.add(branch.asked().of());
      }
    }
    return segments;
  }

  /** The placements of all steps. */
  List<String> placements() {
    var all = new LinkedHashSet<String>();
    telling().forEach(step -> all.addAll(step.at()));
    return List.copyOf(all);
  }

  /** The contents of all steps. */
  List<String> contents() {
    return telling().stream().map(FlowStep.Telling::content).distinct().toList();
  }

  /** Whether the content of a step may be at a placement. */
  boolean isAt(@Nullable String step, String placement) {
    return telling().stream()
        .anyMatch(one -> one.id().equals(step) && one.at().contains(placement));
  }

  /** The name of the rule that offers what a step shows or sends. */
  public static String rule(String campaign, String step) {
    return campaign + ": " + step;
  }

  /** In words, without where it is written: two versions differ where these do. */
  @Override
  public String toString() {
    var words = new ArrayList<String>();
    words.add("enter " + enter.segment());
    if (again != null) {
      words.add("again after " + MaxAge.text(again));
    }
    exitEvents.forEach(event -> words.add("exit on " + event));
    exitSegments.forEach(exit -> words.add("exit into " + exit.segment()));
    steps.forEach(step -> words.add(step.words()));
    return String.join("; ", words);
  }

  /** The steps at which a visitor may come after one, in the order of the file. */
  public List<String> after(FlowStep step) {
    var reached = new TreeSet<Integer>();
    var open = new ArrayDeque<FlowStep>(List.of(step));
    while (!open.isEmpty()) {
      var one = open.remove();
      var places = new ArrayList<>(List.of(one.next()));
      if (one instanceof FlowStep.Branch branch) {
        places.add(branch.otherwise());
      }
      for (int place : places) {
        if (place != FlowStep.END && reached.add(place)) {
          open.add(steps.get(place));
        }
      }
    }
    return reached.stream().map(steps::get).filter(FlowStep::isLasting).map(FlowStep::id).toList();
  }
}
