package io.knowfirst.server.rulesets.scenarios;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.Trends;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.decide.OutboundMoment.Ring;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A situation, and what is expected of the rules in it.
 *
 * @param line where it begins in its file, from 1
 * @param rule that it is about; null where it only expects an outcome
 * @param fires whether that rule must fire
 * @param profile what the visitor's events make known of them
 * @param products of its own; null where those of the folder count
 * @param tests whether the folder's experiments take part
 * @param model that forecasts orders; null where nothing does
 * @param rings the rule, where its trigger's time has come
 * @param trends what other visitors care for
 */
public record Scenario(
    String file,
    int line,
    String name,
    @Nullable String rule,
    boolean fires,
    DecisionRequest request,
    Profile profile,
    Expected expected,
    @Nullable Assortment products,
    boolean tests,
    @Nullable BuyingModel model,
    List<Ring> rings,
    Trends trends) {
  public Scenario {
    rings = List.copyOf(rings);
  }

  /** The same visitor at another place or time. */
  Scenario with(DecisionRequest other) {
    return new Scenario(
        file, line, name, rule, fires, other, profile, expected, products, tests, model, rings,
        trends);
  }

  /** What the decision must be; null and empty where nothing is said. */
  public record Expected(
      @Nullable String outcome,
      @Nullable String campaign,
      @Nullable String content,
      List<String> products,
      List<String> segments,
      List<String> notSegments,
      Map<String, String> choices) {
    public Expected {
      products = List.copyOf(products);
      segments = List.copyOf(segments);
      notSegments = List.copyOf(notSegments);
      choices = Map.copyOf(choices);
    }
  }
}
