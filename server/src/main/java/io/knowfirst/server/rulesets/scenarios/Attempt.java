package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Product;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One situation that an author tries, told from the facts to what is shown. */
public final class Attempt {
  private final Scenarios from;
  private final Scenario scenario;
  private final List<String> placements;
  private final @Nullable Instant now;

  private Attempt(
      Scenarios from, Scenario scenario, List<String> placements, @Nullable Instant now) {
    this.from = from;
    this.scenario = scenario;
    this.placements = List.copyOf(placements);
    this.now = now;
  }

  /**
   * @param name a part of the scenario's name; empty for the first
   * @param placements where to decide; none for the scenario's own
   * @param now the clock; null for the scenario's own. What the visitor did keeps its time
   * @throws IllegalArgumentException when there is no such scenario
   */
  public static Attempt of(
      Scenarios from, String name, List<String> placements, @Nullable Instant now) {
    var found =
        from.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .or(() -> from.all().stream().filter(one -> one.name().contains(name)).findFirst());
    var names = from.all().stream().map(Scenario::name).toList();
    return new Attempt(
        from,
        found.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no scenario \"%s\". %s".formatted(name, Suggestion.of(name, names)))),
        placements,
        now);
  }

  /**
   * Decides and tells.
   *
   * @param why the rules to explain
   * @throws IllegalArgumentException when there is no such placement
   */
  public String decide(RuleBase base, Set<String> why) {
    return String.join(System.lineSeparator(), lines(trace(ActiveRules.of(base), why)))
        + System.lineSeparator();
  }

  /** As {@link #decide}, for programs. */
  public Traced trace(ActiveRules rules, Set<String> why) {
    return from.runner(rules, false).trace(at(rules), why, false);
  }

  private Scenario at(ActiveRules rules) {
    var request = scenario.request();
    var places = request.placements();
    if (!placements.isEmpty()) {
      places = placements.stream().map(id -> place(rules, id)).toList();
    }
    return scenario.with(
        new DecisionRequest(
            request.visitor(),
            places.isEmpty() ? request.channel() : places.get(0).channel(),
            places,
            request.context(),
            List.of(),
            now == null ? request.now() : now));
  }

  private static Placement place(ActiveRules rules, String id) {
    var known = rules.base().folder().placements();
    var place = known.get(id);
    if (place == null) {
      throw new IllegalArgumentException(
          "There is no placement \"%s\". %s".formatted(id, Suggestion.of(id, known.keySet())));
    }
    return place;
  }

  private static List<String> lines(Traced traced) {
    var lines = new ArrayList<String>();
    lines.add("now       " + traced.decided().decision().at());
    lines.add("facts");
    traced
        .decided()
        .facts()
        .forEach(fact -> lines.add("  " + fact.getClass().getSimpleName() + " " + fact.values()));
    lines.add("segments");
    traced
        .trace()
        .evaluation()
        .segments()
        .forEach(one -> lines.add("  %s: \"%s\"".formatted(one.segment(), one.firing().rule())));
    lines.add("rules that fired");
    for (var fired : traced.trace().fired()) {
      var offer = fired.offer();
      lines.add(
          "  \"%s\" -> %s"
              .formatted(
                  fired.rule(),
                  offer == null
                      ? "segment " + fired.segment()
                      : "offer " + offer.campaign() + " " + offer.choices()));
    }
    traced
        .trace()
        .evaluation()
        .failures()
        .forEach(one -> lines.add("  \"%s\" failed: %s".formatted(one.rule(), one.message())));
    traced.decided().decision().placements().forEach(placed -> placed(traced, placed, lines));
    if (!traced.trace().whyNot().isEmpty()) {
      lines.add("why not");
      traced
          .trace()
          .whyNot()
          .values()
          .forEach(answer -> answer.lines().forEach(line -> lines.add("  " + line)));
    }
    return lines;
  }

  private static void placed(Traced traced, Placed placed, List<String> lines) {
    lines.add("placement " + placed.placement());
    for (var turn : traced.turns(placed)) {
      var objection = turn.objection();
      lines.add(
          "  offer %s, priority %d: %s"
              .formatted(
                  turn.offer().offer().campaign(),
                  turn.priority(),
                  turn.won() ? "is shown" : objection == null ? "gave way" : objection.text()));
    }
    var tested = placed.experiment();
    if (tested != null) {
      lines.add("  experiment %s: variation %s".formatted(tested.experiment(), tested.variation()));
    }
    var told = traced.turns(placed).stream().map(Traced.Turn::objection).toList();
    placed.reason().notes().stream()
        .filter(note -> !told.contains(note))
        .forEach(note -> lines.add("  note: " + note.text()));
    var shown = placed.content();
    lines.add(
        "  -> %s, content %s%s"
            .formatted(
                placed.outcome().word(),
                shown == null ? "none" : shown.id(),
                shown == null || shown.products().isEmpty()
                    ? ""
                    : shown.products().stream()
                        .map(Product::id)
                        .collect(Collectors.joining(", ", " with ", ""))));
  }
}
