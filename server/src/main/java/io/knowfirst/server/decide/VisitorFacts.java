package io.knowfirst.server.decide;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.Consent;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Occasion;
import io.knowfirst.rules.facts.Trending;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.profile.Profile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that rules may ask about a visitor now, whether one asks or not, and the segments that follow
 * from it. What belongs to the moment of a request (clock, page, place, weather) is left out.
 *
 * @param facts by type
 * @param withheld what rules would see with more consent
 */
public record VisitorFacts(
    Instant at, List<Fact> facts, List<Membership> segments, List<Withheld> withheld) {
  public VisitorFacts {
    facts = List.copyOf(facts);
    segments = List.copyOf(segments);
    withheld = List.copyOf(withheld);
  }

  /**
   * Facts that no rule sees, as the visitor has not agreed to a purpose.
   *
   * @param consent {@code missing}, {@code refused} or {@code ended}
   * @param facts how many there are of each type
   */
  public record Withheld(String purpose, String consent, SortedMap<String, Integer> facts) {}

  /** Of a visitor of whom nothing is known. */
  public static VisitorFacts none(Instant at) {
    return new VisitorFacts(at, List.of(), List.of(), List.of());
  }

  static VisitorFacts of(Situation situation, DecisionPath path) {
    var now = situation.request().now();
    var profile = situation.known().profile();
    if (profile.firstSeen() == 0 || profile.isErased()) {
      return none(now);
    }
    var evaluated = path.evaluate(situation, Keys.ALL);
    var facts = new ArrayList<>(evaluated.facts());
    facts.removeIf(fact -> !isOfVisitor(fact));
    facts.sort(Comparator.comparing(VisitorFacts::type));
    return new VisitorFacts(now, facts, evaluated.evaluation().segments(), withheld(situation));
  }

  private static String type(Fact fact) {
    return fact.getClass().getSimpleName();
  }

  private static boolean isOfVisitor(Fact fact) {
    return fact instanceof Occasion occasion
        ? occasion.kind().equals(Occasions.PERSONAL)
        : !(fact instanceof Moment || fact instanceof Trending);
  }

  private static List<Withheld> withheld(Situation situation) {
    var profile = situation.known().profile();
    var profiling = situation.rules().base().folder().profiling();
    boolean personal = situation.known().granted().contains(FactSheet.PERSONALIZATION);
    boolean profiled = profile.isProfiled(profiling, situation.request().now());
    var byPurpose = new LinkedHashMap<String, SortedMap<String, Integer>>();
    if (!personal) {
      count(FactSheet.supposing(situation, false), byPurpose, FactSheet.PERSONALIZATION);
    }
    if (!personal || !profiled) {
      var more = new ArrayList<>(FactSheet.supposing(situation, true));
      var types = new HashSet<Class<?>>();
      FactSheet.supposing(situation, false).forEach(fact -> types.add(fact.getClass()));
      more.removeIf(fact -> types.contains(fact.getClass()));
      count(more, byPurpose, profiled ? FactSheet.PERSONALIZATION : missing(profile, profiling));
    }
    return byPurpose.entrySet().stream()
        .filter(one -> !one.getValue().isEmpty())
        .map(one -> new Withheld(one.getKey(), consent(profile, one.getKey()), one.getValue()))
        .toList();
  }

  private static void count(
      List<Fact> facts, Map<String, SortedMap<String, Integer>> byPurpose, String purpose) {
    var counts = byPurpose.computeIfAbsent(purpose, one -> new TreeMap<>());
    for (var fact : facts) {
      if (!(fact instanceof Consent)) {
        counts.merge(type(fact), 1, Integer::sum);
      }
    }
  }

  /** The purpose for want of which a visitor is not profiled. */
  private static String missing(Profile profile, String profiling) {
    var own = profile.consents().get(RuleFolder.PROFILING);
    return own == null || own.granted() ? profiling : RuleFolder.PROFILING;
  }

  private static String consent(Profile profile, String purpose) {
    var grant = profile.consents().get(purpose);
    if (grant == null) {
      return "missing";
    }
    return grant.granted() ? "ended" : "refused";
  }

  /** As members of an object that the caller has opened. */
  public void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("facts");
    for (var fact : facts) {
      Explanation.writeFact(json, fact, at);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("segments");
    for (var segment : segments) {
      Explanation.writeMembership(json, segment, at);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("withheld");
    for (var one : withheld) {
      json.writeStartObject();
      json.writeStringField("purpose", one.purpose());
      json.writeStringField("consent", one.consent());
      json.writeObjectFieldStart("facts");
      for (var type : one.facts().entrySet()) {
        json.writeNumberField(type.getKey(), type.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
