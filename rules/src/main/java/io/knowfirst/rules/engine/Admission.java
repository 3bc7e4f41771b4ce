package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.RuleTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Which facts of its type a condition may see at all: of events, those told apart by the properties
 * that it asks for; and where its rule demands a maximum age, none that is older.
 *
 * @param properties of events; null for all other facts
 * @param maxAge null for any
 */
public record Admission(@Nullable SortedSet<String> properties, @Nullable Duration maxAge) {
  static final Admission ANY = new Admission(null, null);

  static Admission of(Condition.Pattern pattern, RuleTree rule) {
    boolean events = pattern.type() == Did.class;
    boolean ages = rule.maxAge() != null && mayAge(pattern.type());
    return events || ages
        ? new Admission(events ? pattern.properties() : null, ages ? rule.maxAge() : null)
        : ANY;
  }

  /** Whether facts of a type may be older than the decision. */
  public static boolean mayAge(Class<?> type) {
    return type != Visitor.class && type != Moment.class && type != Placement.class;
  }

  /** When a fact was last known to be so; null for one that is as of the decision. */
  public static @Nullable Instant asOf(Object fact) {
    if (fact instanceof Member member) {
      return member.asOf();
    }
    if (!(fact instanceof Fact known) || !mayAge(fact.getClass()) || known.origins().isEmpty()) {
      return null;
    }
    return known.origins().get(0).at();
  }

  /** When facts are looked at: the moment among them, else when the newest was. */
  public static Instant now(Collection<?> facts) {
    var newest = Instant.MIN;
    for (var fact : facts) {
      if (fact instanceof Moment moment) {
        return moment.origins().get(0).at();
      }
      var asOf = asOf(fact);
      newest = asOf == null || asOf.isBefore(newest) ? newest : asOf;
    }
    return newest;
  }

  /** Whether the condition is about a fact, however old that is. */
  public boolean concerns(Object fact) {
    return properties == null
        || (fact instanceof Did did && did.properties().keySet().equals(properties));
  }

  /** Whether a fact is too old at a moment. */
  public boolean isStale(Object fact, Instant now) {
    if (maxAge == null) {
      return false;
    }
    var asOf = asOf(fact);
    return asOf != null && asOf.isBefore(now.minus(maxAge));
  }
}
