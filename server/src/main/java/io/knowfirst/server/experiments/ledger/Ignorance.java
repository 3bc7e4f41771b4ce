package io.knowfirst.server.experiments.ledger;

import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Page;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.facts.Weather;
import io.knowfirst.server.decide.Decided;
import io.knowfirst.server.decide.DecisionPath;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.profile.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Finds which missing fact would have let a rule fire: each fact that could be learnt is added, and
 * the situation is decided again in the same way as any other. One thread at a time.
 *
 * <p>A fact can be learnt when it is absent: a trait never told, consent not granted, a login, the
 * page, the place, the device, the weather, where the visit came from. What is known and merely
 * falls short of a boundary is no ignorance. What a visitor without consent did is not read here
 * either: those who granted it stand in for them. They did so by choice, and others may be
 * different, so it is counted how many knew the fact.
 */
final class Ignorance {
  private static final String PURPOSE = "personalization";
  private static final String CONSENT = "Consent " + PURPOSE;
  private static final String LOGIN = "Login";
  private static final String TRAIT = "Trait ";
  private static final int DRAWS = 8;
  private static final int MOST_TRAITS = 20;

  private final DecisionPath path;
  private final HotDeckSample donors;

  /**
   * @param path with tokens that count for nothing
   * @param random by which values of others are drawn
   */
  Ignorance(DecisionPath path, SplittableRandom random) {
    this.path = path;
    this.donors = new HotDeckSample(random);
  }

  /**
   * A fact that would have let a rule fire.
   *
   * @param share of the values that others have with which it would have, above 0 and at most 1
   */
  record Missing(
      String placement, Outcome instead, String fact, String campaign, String rule, double share) {}

  /** Remembers what is known of this visitor, to stand in for others. */
  void learn(Situation situation) {
    var context = situation.request().context();
    var weather = context.weather();
    if (weather != null) {
      donors.give("Weather", surmise -> surmise.weather(weather));
    }
    var geo = context.geo();
    if (geo != null) {
      donors.give("Place", surmise -> surmise.place(geo));
    }
    var device = context.device();
    if (device != null) {
      donors.give("Device", surmise -> surmise.device(device));
    }
    var page = context.page();
    if (page != null) {
      donors.give("Page", surmise -> surmise.page(page));
    }
    if (context.referrer() != null || !context.utm().isEmpty()) {
      donors.give("Arrival", surmise -> surmise.arrival(context.referrer(), context.utm()));
    }
    if (situation.known().granted().contains(PURPOSE)) {
      var profile = situation.known().profile();
      donors.give(CONSENT, surmise -> surmise.person(profile));
      profile
          .traits()
          .forEach((name, told) -> donors.give(TRAIT + name, surmise -> surmise.trait(name, told)));
    }
  }

  /** Nobody stands in for others until more is learnt. */
  void forget() {
    donors.forget();
  }

  /** Everything that would have let rules fire on placements where none won. */
  List<Missing> of(Situation situation, Decided decided) {
    var open = decided.decision().placements().stream().filter(Ignorance::fellThrough).toList();
    var found = new ArrayList<Missing>();
    if (open.isEmpty()) {
      return found;
    }
    var surmise = new Counterfactual(situation);
    for (var fact : missing(facts(situation))) {
      var worlds = worlds(fact, surmise);
      var fired = new Fired(open);
      worlds.forEach(world -> fired.add(path.decide(world)));
      fired.report(fact, worlds.size(), found);
    }
    return found;
  }

  /** No rule won, and nobody was held out. */
  static boolean fellThrough(Placed placed) {
    return placed.outcome() != Outcome.KNOWN && placed.holdout() == null;
  }

  private List<Situation> worlds(String fact, Counterfactual surmise) {
    if (fact.equals(LOGIN)) {
      return List.of(surmise.login());
    }
    List<Function<Counterfactual, Situation>> drawn = donors.draw(fact, DRAWS);
    return drawn.stream().map(value -> value.apply(surmise)).toList();
  }

  private static List<String> missing(Map<String, Boolean> facts) {
    return facts.entrySet().stream()
        .filter(fact -> !fact.getValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Facts that rules ask about, and whether they are known here. */
  Map<String, Boolean> facts(Situation situation) {
    var facts = new LinkedHashMap<String, Boolean>();
    var keys = situation.rules().base().keys();
    var context = situation.request().context();
    var profile = situation.known().profile();
    boolean granted = situation.known().granted().contains(PURPOSE);
    if (keys.asked(Weather.class, "")) {
      facts.put("Weather", context.weather() != null);
    }
    if (keys.asked(Place.class, "")) {
      facts.put("Place", context.geo() != null);
    }
    if (keys.asked(Device.class, "")) {
      facts.put("Device", context.device() != null);
    }
    if (keys.asked(Page.class, "")) {
      facts.put("Page", context.page() != null);
    }
    if (keys.asked(Arrival.class, "")) {
      long now = situation.request().now().toEpochMilli();
      boolean arrived = context.referrer() != null || !context.utm().isEmpty();
      facts.put("Arrival", arrived || (granted && profile.arrival(now) != null));
    }
    if (profile.firstSeen() != 0) {
      facts.put(CONSENT, granted);
    }
    if (!granted) {
      return facts;
    }
    if (keys.asked(Visitor.class, "")) {
      facts.put(LOGIN, profile.known());
    }
    donors.facts().stream()
        .filter(fact -> fact.startsWith(TRAIT))
        .filter(fact -> keys.asked(Trait.class, fact.substring(TRAIT.length())))
        .sorted(Comparator.comparing(fact -> told(profile, fact)))
        .limit(MOST_TRAITS)
        .forEach(fact -> facts.put(fact, told(profile, fact)));
    return facts;
  }

  private static boolean told(Profile profile, String trait) {
    return profile.traits().containsKey(trait.substring(TRAIT.length()));
  }

  /** What fired on the open placements, over several worlds. */
  private static final class Fired {
    private final List<Placed> open;
    private final List<Placed> won = new ArrayList<>();

    Fired(List<Placed> open) {
      this.open = open;
    }

    void add(Decided decided) {
      decided.decision().placements().stream()
          .filter(placed -> placed.outcome() == Outcome.KNOWN)
          .forEach(won::add);
    }

    void report(String fact, int worlds, List<Missing> found) {
      for (var placed : open) {
        var here = won.stream().filter(one -> one.placement().equals(placed.placement())).toList();
        here.stream()
            .map(Fired::name)
            .distinct()
            .forEach(
                name -> {
                  long times = here.stream().filter(one -> name(one).equals(name)).count();
                  found.add(
                      new Missing(
                          placed.placement(),
                          placed.outcome(),
                          fact,
                          name.get(0),
                          name.get(1),
                          (double) times / worlds));
                });
      }
    }

    private static List<String> name(Placed placed) {
      var firing = placed.reason().firing();
      var campaign = placed.campaign();
      return List.of(campaign == null ? "" : campaign, firing == null ? "" : firing.rule());
    }
  }
}
