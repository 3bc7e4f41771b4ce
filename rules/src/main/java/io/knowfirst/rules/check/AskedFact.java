package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.TreeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a rule asks of one fact.
 *
 * @param parts one for each constraint
 * @param ways to satisfy all of it
 * @param key the one text that the fact's key must be; null when it may be several
 * @param absent whether it stands within a {@code not}
 * @param summed whether it stands within an {@code accumulate}
 */
record AskedFact(
    Condition.Pattern pattern,
    List<AskedPart> parts,
    List<Clause> ways,
    @Nullable String key,
    boolean absent,
    boolean summed) {
  private static final Set<String> ONE_FOR_EACH_DECISION =
      Set.of(
          "Arrival",
          "Device",
          "Email",
          "Habit",
          "Locale",
          "Moment",
          "Page",
          "Place",
          "PreferredChannel",
          "Triggered",
          "Value",
          "Visit",
          "Visitor",
          "Weather");
  private static final Set<String> ONE_FOR_EACH_KEY =
      Set.of(
          "Bought",
          "Viewed",
          "InCart",
          "Browsing",
          "Did",
          "Searched",
          "Member",
          "Shown",
          "Clicked",
          "Converted",
          "InCampaign",
          "Occasion",
          "Nearby");

  /**
   * One constraint.
   *
   * @param ways to satisfy it
   * @param comparisons that were understood in it
   */
  record AskedPart(Expression asked, List<Clause> ways, List<LiteralComparison> comparisons) {
    String text() {
      return TreeText.of(asked);
    }

    int at() {
      return asked.start();
    }
  }

  AskedFact {
    parts = List.copyOf(parts);
    ways = List.copyOf(ways);
  }

  static AskedFact of(Condition.Pattern pattern, boolean absent, boolean summed) {
    var parts = new ArrayList<AskedPart>();
    var ways = Clause.ANYTHING;
    var variables = OwnVariables.of(pattern);
    for (var constraint : pattern.constraints()) {
      var comparisons = new Comparisons(pattern.type(), variables);
      var ofPart = comparisons.ways(constraint);
      parts.add(new AskedPart(constraint, ofPart, comparisons.found()));
      ways = Clause.both(ways, ofPart);
    }
    var key = Vocabulary.key(pattern.type());
    var only = key == null ? null : single(ways, key);
    return new AskedFact(pattern, parts, ways, only, absent, summed);
  }

  private static @Nullable String single(List<Clause> ways, String key) {
    var values =
        ways.stream()
            .map(way -> way.asked().getOrDefault(key, Ranges.all()).singleText())
            .distinct()
            .toList();
    return values.size() == 1 ? values.get(0) : null;
  }

  Class<? extends Fact> type() {
    return pattern.type();
  }

  String name() {
    return type().getSimpleName();
  }

  int at() {
    return pattern.at();
  }

  /** Whether both can only be about one and the same fact. */
  boolean isSameFactAs(AskedFact other) {
    return type() == other.type()
        && (isOfTheMoment()
            || (ONE_FOR_EACH_KEY.contains(name())
                && pattern.properties().isEmpty()
                && other.pattern.properties().isEmpty()
                && key != null
                && Objects.equals(key, other.key)));
  }

  /** Whether there is one such fact at most. */
  boolean isOfTheMoment() {
    return ONE_FOR_EACH_DECISION.contains(name());
  }

  /** Whether every fact that it finds, the other finds as well. */
  boolean within(AskedFact other) {
    return type() == other.type()
        && pattern.properties().equals(other.pattern.properties())
        && Clause.within(ways, other.ways);
  }

  /** Whether each way to satisfy it asks for a property. */
  boolean asksFor(String property) {
    return ways.stream().allMatch(way -> way.asked().containsKey(property));
  }
}
