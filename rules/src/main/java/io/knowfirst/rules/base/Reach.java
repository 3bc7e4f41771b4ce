package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.drools.base.definitions.rule.impl.RuleImpl;

/**
 * Tells which rules can fire at all for given facts, before the engine sees them: those for whose
 * every positive condition there is a fact of its type and key, or a segment that a rule within
 * reach may derive. Each rule is looked up by the rarest kind of fact it needs, so rules that do
 * not concern a visitor cost nothing, however many they are.
 */
final class Reach {
  private static final int[] NONE = {};

  private final FactKinds kinds = new FactKinds();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int[][] needs;
  private final int[][] reads;
  private final int[][] derives;
  private final int[][] lookedUpBy;
  private final int[] always;

  Reach(Collection<RuleImpl> rules, Map<String, RuleCard> cards) {
    needs = new int[rules.size()][];
    reads = new int[rules.size()][];
    derives = new int[rules.size()][];
    for (var rule : rules) {
      int number = numbers.size();
      numbers.put(rule.getName(), number);
      needs[number] = Needs.of(rule, kinds).stream().mapToInt(kind -> kind).toArray();
      var card = cards.get(rule.getName());
      reads[number] = card == null ? NONE : reads(card);
    }
    for (var rule : rules) {
      var card = cards.get(rule.getName());
      var segments = new Ints();
      if (card != null) {
        card.segments().forEach(segment -> kinds.collect(Member.class, segment, segments));
      }
      derives[number(rule.getName())] = segments.toArray();
    }
    var users = new int[kinds.size()];
    for (int[] each : needs) {
      for (int kind : each) {
        users[kind]++;
      }
    }
    var index = new ArrayList<List<Integer>>();
    for (int kind = 0; kind < kinds.size(); kind++) {
      index.add(new ArrayList<>());
    }
    var free = new ArrayList<Integer>();
    for (int rule = 0; rule < needs.length; rule++) {
      if (needs[rule].length == 0) {
        free.add(rule);
      } else {
        index.get(rarest(needs[rule], users)).add(rule);
      }
    }
    always = free.stream().mapToInt(rule -> rule).toArray();
    lookedUpBy =
        index.stream()
            .map(each -> each.stream().mapToInt(rule -> rule).toArray())
            .toArray(int[][]::new);
  }

  private int[] reads(RuleCard card) {
    var read = new Ints();
    card.reads()
        .forEach(
            (name, keys) -> {
              var type = Vocabulary.types().get(name);
              if (type != null && keys.isEmpty()) {
                read.add(kinds.of(type, null));
              } else if (type != null) {
                keys.forEach(key -> read.add(kinds.of(type, key)));
              }
            });
    return read.toArray();
  }

  private static int rarest(int[] needed, int[] users) {
    int rarest = needed[0];
    for (int kind : needed) {
      rarest = users[kind] < users[rarest] ? kind : rarest;
    }
    return rarest;
  }

  /** The number that stands for a rule. */
  int number(String rule) {
    return numbers.getOrDefault(rule, -1);
  }

  /** Whether a rule may fire whatever the facts. */
  boolean isAlways(int rule) {
    return needs[rule].length == 0;
  }

  /** On how many kinds of facts a rule rests. */
  int breadth(int rule) {
    return Math.max(needs[rule].length, reads[rule].length);
  }

  /** The kinds that a fact is of. */
  int[] kinds(Fact fact) {
    var all = new Ints();
    kinds.collect(fact.getClass(), Vocabulary.keyOf(fact), all);
    return all.toArray();
  }

  /** What is within reach of the facts. */
  Within of(Collection<? extends Fact> facts) {
    var present = new Ints();
    var kindsOfFacts = new int[2 * facts.size()];
    int place = 0;
    for (var fact : facts) {
      add(kinds.any(fact), place++, kindsOfFacts, present);
      add(kinds.keyed(fact), place++, kindsOfFacts, present);
    }
    var within = new Within(kindsOfFacts);
    for (int rule : always) {
      take(rule, within, present);
    }
    var waiting = new Ints();
    int next = 0;
    boolean grew = true;
    while (grew) {
      while (next < present.size()) {
        for (int rule : lookedUpBy[present.get(next++)]) {
          if (!tryTaking(rule, within, present)) {
            waiting.add(rule);
          }
        }
      }
      grew = false;
      for (int i = 0; i < waiting.size(); i++) {
        int rule = waiting.get(i);
        grew |= !within.rules.contains(rule) && tryTaking(rule, within, present);
      }
    }
    return within;
  }

  private static void add(int kind, int place, int[] kindsOfFacts, Ints present) {
    kindsOfFacts[place] = kind;
    if (kind >= 0) {
      present.add(kind);
    }
  }

  private boolean tryTaking(int rule, Within within, Ints present) {
    for (int need : needs[rule]) {
      if (!present.contains(need)) {
        return false;
      }
    }
    take(rule, within, present);
    return true;
  }

  private void take(int rule, Within within, Ints present) {
    within.rules.add(rule);
    for (int kind : reads[rule]) {
      within.read.add(kind);
    }
    for (int kind : derives[rule]) {
      present.add(kind);
    }
  }

  /** The rules that can fire in one evaluation, and the facts that they read. */
  static final class Within {
    private final int[] kindsOfFacts;
    private final Ints rules = new Ints();
    private final Ints read = new Ints();

    private Within(int[] kindsOfFacts) {
      this.kindsOfFacts = kindsOfFacts;
    }

    /** The rules, by number. */
    Ints rules() {
      return rules;
    }

    /** Whether some of the rules reads the fact that was given at a place. */
    boolean wants(int place) {
      return isRead(kindsOfFacts[2 * place]) || isRead(kindsOfFacts[2 * place + 1]);
    }

    /** Whether some of the rules reads facts of one of the kinds. */
    boolean reads(int[] kinds) {
      for (int kind : kinds) {
        if (isRead(kind)) {
          return true;
        }
      }
      return false;
    }

    private boolean isRead(int kind) {
      return kind >= 0 && read.contains(kind);
    }
  }
}
