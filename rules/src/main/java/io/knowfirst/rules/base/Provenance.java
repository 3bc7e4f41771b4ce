package io.knowfirst.rules.base;

import io.knowfirst.rules.engine.RuleEngine.Derived;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts what the rules derived into an order of its own (by rule, then by the facts matched), drops
 * what is derived twice, and ties each segment and offer to what it rests on. A segment rests on
 * segments that were derived before it, so no chain of evidence is a circle.
 */
final class Provenance {
  private final Engine engine;
  private final Collection<? extends Fact> facts;
  private final List<Derived> inOrder;
  private final Map<String, Membership> segments = new LinkedHashMap<>();
  private @Nullable IdentityHashMap<Object, Integer> places;

  Provenance(Engine engine, Collection<? extends Fact> facts, List<Derived> derived) {
    this.engine = engine;
    this.facts = facts;
    this.inOrder = new ArrayList<>(derived);
    inOrder.sort(this::compare);
    collectSegments();
  }

  List<Membership> segments() {
    return List.copyOf(segments.values());
  }

  List<Candidate> offers() {
    var offers = new LinkedHashMap<Offer, Candidate>();
    for (var derived : inOrder) {
      if (derived.fact() instanceof Offer offer && !offers.containsKey(offer) && rests(derived)) {
        offers.put(offer, new Candidate(offer, firing(derived)));
      }
    }
    return List.copyOf(offers.values());
  }

  /** The rules that derived something, each once. */
  List<String> fired() {
    var fired = new ArrayList<String>(inOrder.size());
    var last = -1;
    for (var derived : inOrder) {
      if (derived.rule() != last) {
        last = derived.rule();
        fired.add(engine.card(derived).name());
      }
    }
    return fired;
  }

  private void collectSegments() {
    boolean grew = true;
    while (grew) {
      var round = new LinkedHashMap<String, Membership>();
      for (var derived : inOrder) {
        if (derived.fact() instanceof Member member
            && !segments.containsKey(member.segment())
            && !round.containsKey(member.segment())
            && rests(derived)) {
          var kind = engine.card(derived).kind();
          round.put(
              member.segment(),
              new Membership(member.segment(), kind == null ? "" : kind, firing(derived)));
        }
      }
      grew = !round.isEmpty();
      segments.putAll(round);
    }
  }

  /** Whether every segment that was matched is known by now. */
  private boolean rests(Derived derived) {
    for (var object : derived.matched()) {
      if (object instanceof Member member && !segments.containsKey(member.segment())) {
        return false;
      }
    }
    return true;
  }

  private Firing firing(Derived derived) {
    var matched = new ArrayList<Fact>(derived.matched().size());
    var members = new ArrayList<Membership>(2);
    for (var object : derived.matched()) {
      if (object instanceof Member member) {
        var membership = segments.get(member.segment());
        if (membership != null) {
          members.add(membership);
        }
      } else if (object instanceof Fact fact) {
        matched.add(fact);
      }
    }
    return new Firing(engine.card(derived).name(), matched, members);
  }

  private int compare(Derived one, Derived other) {
    int byRule = Integer.compare(one.rule(), other.rule());
    if (byRule != 0) {
      return byRule;
    }
    int size = Math.min(one.matched().size(), other.matched().size());
    for (int i = 0; i < size; i++) {
      int byFact = compareMatched(one.matched().get(i), other.matched().get(i));
      if (byFact != 0) {
        return byFact;
      }
    }
    return Integer.compare(one.matched().size(), other.matched().size());
  }

  private int compareMatched(Object one, Object other) {
    if (one == other) {
      return 0;
    }
    if (one instanceof Member a && other instanceof Member b) {
      return a.segment().compareTo(b.segment());
    }
    return Integer.compare(place(one), place(other));
  }

  private int place(Object fact) {
    var known = places;
    if (known == null) {
      known = new IdentityHashMap<>();
      for (var each : facts) {
        known.put(each, known.size());
      }
      places = known;
    }
    return known.getOrDefault(fact, Integer.MAX_VALUE);
  }
}
