package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.drools.drl.ast.descr.PatternDescr;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one fact.
 *
 * @param type simple name
 * @param parts a part for each constraint, as written
 * @param ways to satisfy all of it
 * @param at where it stands in the file's text
 * @param key the one text that the fact's key must be; null when it may be several
 */
record PatternLogic(
    PatternDescr descr,
    String type,
    List<Part> parts,
    List<Clause> ways,
    int at,
    @Nullable String key) {
  private static final Set<String> ONE_FOR_EACH_DECISION =
      Set.of(
          "Arrival", "Device", "Email", "Moment", "Page", "Place", "Visit", "Visitor", "Weather");
  private static final Set<String> ONE_FOR_EACH_KEY =
      Set.of("Bought", "Viewed", "InCart", "Browsing", "Did", "Searched", "Member");

  /**
   * One constraint.
   *
   * @param text as written
   * @param ways to satisfy it
   * @param comparisons that were understood in it
   */
  record Part(String text, int at, List<Clause> ways, List<Comparison> comparisons) {
    /** Whether it looks at a property of the fact itself. */
    boolean asks(String property) {
      return comparisons.stream().anyMatch(one -> one.property().equals(property));
    }
  }

  PatternLogic {
    parts = List.copyOf(parts);
    ways = List.copyOf(ways);
  }

  static PatternLogic of(ParsedRule rule, PatternDescr descr, Class<?> type) {
    var parts = new ArrayList<Part>();
    for (var constraint : ParsedRule.constraints(descr)) {
      var reader = new ComparisonReader(type, constraint.getText(), rule.at(constraint));
      var ways = reader.ways();
      parts.add(new Part(constraint.getText(), rule.at(constraint), ways, reader.comparisons()));
    }
    var key = Vocabulary.key(type);
    var ways = ways(parts);
    var only = key == null ? null : single(ways, key);
    return new PatternLogic(descr, type.getSimpleName(), parts, ways, rule.at(descr), only);
  }

  private static @Nullable String single(List<Clause> ways, String key) {
    var values =
        ways.stream()
            .map(way -> way.asked().getOrDefault(key, Ranges.all()).singleText())
            .distinct()
            .toList();
    return values.size() == 1 ? values.get(0) : null;
  }

  private static List<Clause> ways(List<Part> parts) {
    var ways = Clause.ANYTHING;
    for (var part : parts) {
      ways = Clause.both(ways, part.ways());
    }
    return ways;
  }

  /** Whether both can only be about one and the same fact. */
  boolean isSameFactAs(PatternLogic other) {
    return type.equals(other.type)
        && (ONE_FOR_EACH_DECISION.contains(type)
            || (ONE_FOR_EACH_KEY.contains(type) && key != null && Objects.equals(key, other.key)));
  }

  /** Whether there is one such fact at most. */
  boolean isOfTheMoment() {
    return ONE_FOR_EACH_DECISION.contains(type);
  }

  /** Whether it finds every fact that the other finds. */
  boolean covers(PatternLogic other) {
    return other.within(this);
  }

  /** Whether every fact that it finds, the other finds as well. */
  boolean within(PatternLogic other) {
    return type.equals(other.type) && Clause.within(ways, other.ways);
  }
}
