package io.knowfirst.server.decide;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.facts.Arrival;
import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.Consent;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Habit;
import io.knowfirst.rules.facts.Habits;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Interest;
import io.knowfirst.rules.facts.Interests;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Value;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.catalogue.Shopper;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profile;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the facts of one decision from profile, context and clock. What the visitor did and told is
 * read only where they granted {@link #PERSONALIZATION}, and weighed into interests and forecasts
 * only where they are not against profiling; the moment's context is free. Facts that no rule asks
 * about are not made.
 */
final class FactSheet {
  /** The purpose under which personal data may be read. */
  static final String PERSONALIZATION = RuleFolder.PERSONALIZATION;

  private final DecisionRequest request;
  private final Profile profile;
  private final Set<String> granted;
  private final boolean profiled;
  private final Keys keys;
  private final boolean occasions;
  private final RuleBase rules;
  private final @Nullable BuyingModel model;
  private final OutboundMoment outbound;
  private final List<Origin> said;
  private final List<Fact> facts = new ArrayList<>(32);

  private FactSheet(Situation situation, Set<String> granted, boolean profiled, Keys others) {
    this.request = situation.request();
    this.profile = situation.known().profile();
    this.granted = granted;
    this.profiled = profiled;
    this.rules = situation.rules().base();
    this.model = situation.model();
    this.outbound = situation.outbound();
    this.keys = rules.keys().or(others);
    this.occasions = keys.any(Occasion.class);
    this.said = List.of(new Origin(Origin.REQUEST, request.now()));
  }

  /**
   * @param others what is asked about besides the rules
   */
  static List<Fact> of(Situation situation, Keys others) {
    var profiling = situation.rules().base().folder().profiling();
    boolean profiled = situation.known().profile().isProfiled(profiling, situation.request().now());
    var sheet = new FactSheet(situation, situation.known().granted(), profiled, others);
    new ContextFacts(sheet.request, sheet.rules.folder(), sheet.keys, sheet.facts).add();
    sheet.facts.addAll(situation.assortment().trends().facts(sheet.request.now(), sheet.keys));
    if (sheet.granted.contains(PERSONALIZATION)) {
      sheet.person();
    } else {
      sheet.arrival(sheet.request.context());
    }
    return sheet.facts;
  }

  /**
   * What the visitor did and told, as if they had granted {@link #PERSONALIZATION}.
   *
   * @param profiled whether as if they had nothing against profiling either, or none of it
   */
  static List<Fact> supposing(Situation situation, boolean profiled) {
    var granted = new HashSet<>(situation.known().granted());
    granted.add(PERSONALIZATION);
    var sheet = new FactSheet(situation, granted, profiled, Keys.ALL);
    sheet.person();
    return sheet.facts;
  }

  /** For whom a campaign's content recommends products: nobody without consent. */
  static Shopper shopper(DecisionRequest request, Known known, RuleFolder folder) {
    long now = request.now().toEpochMilli();
    if (!known.granted().contains(PERSONALIZATION)) {
      return Shopper.nobody(now);
    }
    var profile = known.profile();
    boolean profiled = profile.isProfiled(folder.profiling(), request.now());
    var history = profile.history(now);
    var shopper =
        Shopper.of(
            now,
            history,
            () -> {
              if (!profiled) {
                return List.of();
              }
              var clock = ShopClock.at(now, folder.zone());
              var visitor = visitor(profile, history, clock);
              return interests(profile, history, visitor, clock, folder, (type, key) -> true)
                  .stream()
                  .map(Interest.class::cast)
                  .toList();
            });
    return shopper.telling(name -> NamedWords.of(name, profile, history, now, folder));
  }

  private static Visitor visitor(Profile profile, History history, ShopClock clock) {
    return new Visitor(
        profile.visitor(),
        profile.known(),
        profile.visitStarts(clock.now()),
        profile.visits(clock.now()),
        profile.firstSeen(),
        history,
        clock);
  }

  private LocalDate today() {
    return LocalDate.ofInstant(request.now(), rules.folder().zone());
  }

  private void ownDates() {
    if (!occasions) {
      return;
    }
    for (var name : rules.folder().dates().traits()) {
      var trait = profile.traits().get(name);
      if (trait != null && !trait.values().isEmpty() && keys.asked(Occasion.class, name)) {
        Occasions.own(name, trait.values().get(0), today(), List.of(trait.origin()))
            .ifPresent(facts::add);
      }
    }
  }

  /** Whether the request itself says where the visit comes from. */
  private boolean arrival(Context context) {
    if (context.referrer() == null && context.utm().isEmpty()) {
      return false;
    }
    if (keys.asked(Arrival.class, "")) {
      var page = context.page();
      var landing = page == null ? null : page.url();
      facts.add(Arrival.from(context.referrer(), context.utm(), landing, said.get(0)));
    }
    return true;
  }

  private void person() {
    long now = request.now().toEpochMilli();
    var history = profile.history(now);
    var clock = ShopClock.at(now, rules.folder().zone());
    var visitor = visitor(profile, history, clock);
    facts.add(visitor);
    consents(visitor);
    traits(visitor);
    ownDates();
    if (!arrival(request.context())) {
      var arrival = profile.arrival(now);
      if (arrival != null && keys.asked(Arrival.class, "")) {
        facts.add(arrival);
      }
    }
    facts.addAll(Behaviour.facts(history, visitor, profile.visitSince(now), clock, keys));
    if (profiled) {
      facts.addAll(interests(profile, history, visitor, clock, rules.folder(), keys));
      if (keys.asked(Habit.class, "")) {
        Habits.of(profile.visitsBefore(now), visitor, clock).ifPresent(facts::add);
      }
      facts.addAll(Value.facts(history, model, visitor, clock, keys));
      var channels = rules.folder().channels();
      facts.addAll(
          ContactFacts.preferred(history, outbound, channels, granted, visitor, now, keys));
    }
    facts.addAll(ContactFacts.rings(outbound, visitor, said, keys));
  }

  private static List<Fact> interests(
      Profile profile,
      History history,
      Visitor visitor,
      ShopClock clock,
      RuleFolder folder,
      Keys keys) {
    var weights = folder.interests();
    var stated = new ArrayList<Interests.Stated>();
    weights
        .stated()
        .forEach(
            (name, kind) -> {
              var trait = profile.traits().get(name);
              if (trait != null) {
                trait
                    .values()
                    .forEach(
                        value -> stated.add(new Interests.Stated(kind, value, trait.origin())));
              }
            });
    return Interests.facts(history, stated, weights, visitor, clock, keys);
  }

  private void consents(Visitor visitor) {
    profile
        .consents()
        .forEach(
            (purpose, grant) -> {
              if (granted.contains(purpose) && keys.asked(Consent.class, purpose)) {
                facts.add(new Consent(purpose, visitor, List.of(grant.origin())));
              }
            });
  }

  private void traits(Visitor visitor) {
    profile
        .traits()
        .forEach(
            (name, attribute) -> {
              if (keys.asked(Trait.class, name)) {
                for (var value : attribute.values()) {
                  facts.add(Trait.of(name, value, visitor, attribute.origin()));
                }
              }
            });
  }
}
