package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How old the facts of one run are, its segments included, where some rule asks for that. */
final class Ages {
  private final RuleEngine engine;
  private final Map<Member, Member> members = new HashMap<>();
  private final Map<String, RuleEngine.Stale> stale = new LinkedHashMap<>();
  private Instant now = Instant.MIN;

  Ages(RuleEngine engine) {
    this.engine = engine;
  }

  void begin(Collection<? extends Fact> facts) {
    if (engine.isAged()) {
      now = Admission.now(facts);
    }
  }

  boolean isStale(Alpha alpha, Fact fact) {
    return alpha.admission().isStale(fact, now);
  }

  /** Takes down a fact that was too old for the rules which ask for it. */
  void leftOut(Alpha alpha, Fact fact) {
    var maxAge = Objects.requireNonNull(alpha.admission().maxAge());
    var old = new RuleEngine.Stale(fact, maxAge);
    engine.rulesWithAged(alpha).forEach(rule -> stale.putIfAbsent(rule, old));
  }

  /** By rule, the first fact that was too old for it. */
  Map<String, RuleEngine.Stale> stale() {
    return stale;
  }

  /** Adds a fact to those found; a segment that is derived again counts once. */
  void add(Fact fact, List<Object> found) {
    if (!engine.isAged() || !(fact instanceof Member) || !found.contains(fact)) {
      found.add(fact);
    }
  }

  /** A segment with the age of the oldest fact that it rests on. */
  Member of(Member member, List<Object> matched) {
    return engine.isAged() ? new Member(member.segment(), oldest(matched)) : member;
  }

  /** Whether it was not derived before, or from older facts only: some rules may ask for that. */
  boolean isNews(Member member) {
    var known = members.get(member);
    boolean news = known == null || isOlder(known.asOf(), member.asOf());
    if (news) {
      members.remove(member);
      members.put(member, member);
    }
    return news;
  }

  private static boolean isOlder(@Nullable Instant one, @Nullable Instant other) {
    return one != null && (other == null || one.isBefore(other));
  }

  private static @Nullable Instant oldest(List<Object> matched) {
    Instant oldest = null;
    for (var fact : matched) {
      var asOf = Admission.asOf(fact);
      oldest = oldest == null || isOlder(asOf, oldest) ? asOf : oldest;
    }
    return oldest;
  }
}
