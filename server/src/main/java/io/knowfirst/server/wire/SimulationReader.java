package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.base.Trace;
import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.decide.Simulation;
import io.knowfirst.server.decide.Supposed;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the body of a simulation: that of a decision, and what is supposed and asked besides. */
public final class SimulationReader {
  private static final Set<String> FIELDS =
      Set.of(
          "visitor",
          "channel",
          "placements",
          "context",
          "events",
          "now",
          "why",
          "whyCampaign",
          "ruleset");
  private static final Set<String> VISITOR = Set.of("id", "traits", "consents", "known");
  private static final String INVENTED = "invented";
  private static final Duration FURTHEST = Duration.ofDays(3653);
  private static final int MOST_QUESTIONS = 100;
  private static final String ALL = "all";

  private final ActiveRules rules;
  private final ConsentReader consents;
  private final DecisionReader reader;

  public SimulationReader(ActiveRules rules, EventReader events) {
    this.rules = rules;
    this.consents = new ConsentReader(() -> rules.base().folder().purposes());
    this.reader = new DecisionReader(() -> rules.base().folder().placements(), events);
  }

  /**
   * The version that the body names; null where it names none.
   *
   * @throws Refused where it is no hash
   */
  public static @Nullable String ruleset(JsonNode tree) {
    var faults = new Faults();
    var named = tree.isObject() ? Fields.of(tree, At.ROOT, faults).id("ruleset") : null;
    Refused.unlessNone(faults);
    return named;
  }

  /**
   * @param notes takes what is left out of the context and the events
   * @throws Refused naming everything else that is wrong with the body
   */
  public Simulation read(JsonNode tree, IdentifiedVisitor asker, Instant received, Notes notes) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults).only(FIELDS);
    var named = body.time("now", EventClock.EARLIEST, received.plus(FURTHEST));
    var now = named == null ? received : named;
    var who = body.object("visitor");
    var id = who == null ? null : Who.id(who.only(VISITOR), "id", asker);
    var visitor = id == null ? INVENTED : id;
    var channel = body.id("channel");
    var places = reader.places(body, channel, asker.caller(), notes);
    var context = DecisionReader.moment(body, notes).context();
    var supposed = supposed(who, id != null, events(body, asker, visitor, now, notes), asker);
    var questions = questions(body);
    Refused.unlessNone(faults);
    var place = places.get(0).channel();
    return new Simulation(
        rules,
        new DecisionRequest(
            visitor, channel == null ? place : channel, places, context, List.of(), now),
        id != null,
        supposed,
        new Trace.Questions(questions, false));
  }

  private Supposed supposed(
      @Nullable Fields who, boolean stored, List<Event> events, IdentifiedVisitor asker) {
    if (who == null) {
      return new Supposed(Map.of(), Supposed.trusting(), false, events);
    }
    var traits = Values.traits(who.object("traits"));
    var said = who.object("consents");
    var granted =
        said != null
            ? consents.read(said, asker)
            : stored ? Map.<String, Boolean>of() : Supposed.trusting();
    var known = who.get("known");
    if (known != null && !known.isBoolean()) {
      who.refuse("known", "true or false");
    } else if (known != null && stored) {
      who.refuse("known", "nothing: the stored visitor is known or is not");
    } else if (known != null && !known.booleanValue() && !traits.isEmpty()) {
      who.refuse("known", "true: whoever has told traits is known");
    }
    return new Supposed(traits, granted, known != null && known.asBoolean(), events);
  }

  /** Nothing is stored, so nothing need tell an event that is sent again. */
  private List<Event> events(
      Fields body, IdentifiedVisitor asker, String visitor, Instant now, Notes notes) {
    var list = body.get("events");
    for (int i = 0; list != null && i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode event && !event.has("messageId")) {
        event.put("messageId", "supposed-" + i);
      }
    }
    var events = reader.events(body, asker, visitor, now, notes);
    for (var event : events) {
      if (!event.visitor().equals(visitor) || event.anonymous() != null) {
        body.refuse("events", "events of the visitor who is tried; they need name nobody");
        return List.of();
      }
    }
    return events;
  }

  /** The rules that {@code why} and {@code whyCampaign} ask about. */
  public Set<String> questions(Fields body) {
    var questions = new LinkedHashSet<String>();
    why(body, questions);
    whyCampaign(body, questions);
    return questions;
  }

  private void why(Fields body, Set<String> questions) {
    var why = body.get("why");
    if (why == null) {
      return;
    }
    var names = rules.base().rules().stream().map(RuleCard::name).collect(Collectors.toSet());
    if (why.isTextual() && why.textValue().equals(ALL)) {
      rules.base().rules().forEach(rule -> questions.add(rule.name()));
      return;
    }
    if (!why.isArray() || why.isEmpty() || why.size() > MOST_QUESTIONS) {
      body.refuse("why", "\"all\", or a list of 1 to " + MOST_QUESTIONS + " names of rules");
      return;
    }
    for (int i = 0; i < why.size(); i++) {
      var name = why.get(i);
      var at = body.at().field("why").item(i);
      if (!name.isTextual()) {
        body.faults().add(at, name, "the name of a rule, as text");
      } else if (names.contains(name.textValue())) {
        questions.add(name.textValue());
      } else {
        body.faults().unknown(at, name.textValue(), "the name of a rule", names);
      }
    }
  }

  private void whyCampaign(Fields body, Set<String> questions) {
    var campaign = body.id("whyCampaign");
    if (campaign == null) {
      return;
    }
    var known = rules.base().folder().campaigns().keySet();
    if (!known.contains(campaign)) {
      body.faults()
          .unknown(body.at().field("whyCampaign"), campaign, "a campaign of these rules", known);
    }
    rules.base().rules().stream()
        .filter(rule -> rule.campaigns().contains(campaign))
        .forEach(rule -> questions.add(rule.name()));
  }
}
