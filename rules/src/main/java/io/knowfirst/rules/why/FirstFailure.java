package io.knowfirst.rules.why;

import io.knowfirst.rules.check.SourcePlace;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.folder.MaxAge;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the first condition of an alternative that no facts met, and which fact came closest. */
final class FirstFailure {
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "Moment",
          "Page",
          "Place",
          "Device",
          "Weather",
          "Browsing",
          "Placement",
          "Arrival",
          "Occasion",
          "Nearby",
          "Locale",
          "Trending");
  private static final int ANOTHER = 100;
  private static final String ALONE = " Nothing else kept the rule from firing.";

  private final AskedRule rule;
  private final Matching matching;
  private final boolean person;
  private final Set<String> segments;

  /**
   * @param person whether facts of the person were there to be read
   * @param segments gets those that were missing
   */
  FirstFailure(AskedRule rule, Matching matching, boolean person, Set<String> segments) {
    this.rule = rule;
    this.matching = matching;
    this.person = person;
    this.segments = segments;
  }

  /** Null where facts met everything. */
  @Nullable Unmet find() {
    return find(List.<@Nullable Object[]>of(rule.way().frame()), rule.way().elements());
  }

  private @Nullable Unmet find(List<@Nullable Object[]> rows, List<Element> elements) {
    var before = rows;
    for (var element : elements) {
      var next = matching.extend(before, element);
      if (next.isEmpty()) {
        return unmet(before, element);
      }
      before = next;
    }
    return null;
  }

  private @Nullable Unmet unmet(List<@Nullable Object[]> rows, Element element) {
    if (element instanceof Element.One one) {
      return one(rows, one);
    } else if (element instanceof Element.Sum sum) {
      return sum(rows.get(0), sum, null);
    }
    var group = (Element.Group) element;
    return group.not() ? forbidden(rows.get(0), group) : find(rows, group.of());
  }

  private Unmet forbidden(@Nullable Object[] row, Element.Group group) {
    var inner = first(group);
    if (inner instanceof Element.Sum sum) {
      return sum(row, sum, group);
    }
    var there = matching.inner(row, group).get(0)[last(group).position()];
    var fact = there instanceof Fact found ? found : null;
    var seen = fact == null ? Map.<String, Object>of() : seen(fact, (Element.One) inner);
    var what = "not " + AskedRule.text(inner);
    var text =
        "%s is not met: there is %s."
            .formatted(what, fact == null ? "one" : Wording.fact(fact, seen));
    int facts = matching.candidates((Element.One) inner).size();
    return unmet(what, rule.place(inner), null, facts, fact, seen, group, text);
  }

  /**
   * @param alone what is left out, to see whether the rule would have fired without it; null for
   *     not to look
   */
  private Unmet unmet(
      String what,
      SourcePlace place,
      Element.@Nullable Constraint failed,
      int facts,
      @Nullable Fact fact,
      Map<String, Object> seen,
      @Nullable Object alone,
      String text) {
    boolean only = alone != null && matching.without(alone).meets(rule.way());
    return new Unmet(
        what,
        rule.card().file(),
        place.line(),
        place.column(),
        failed == null ? null : AskedRule.text(failed),
        facts,
        fact,
        seen,
        only,
        only ? text + ALONE : text);
  }

  /** What a fact says, and what was asked of it beside that, such as {@code spent(90)}. */
  private static Map<String, Object> seen(Fact fact, Element.One asked) {
    var seen = new LinkedHashMap<>(fact.values());
    for (var constraint : asked.constraints()) {
      Wording.values(asked, constraint, fact).forEach(seen::putIfAbsent);
    }
    seen.values().removeIf(Wording.UNKNOWN::equals);
    return seen;
  }

  private static Element.Positioned first(Element.Group group) {
    var first = group.of().get(0);
    return first instanceof Element.Group inner ? first(inner) : (Element.Positioned) first;
  }

  /** The last that holds a fact. */
  private static Element.Positioned last(Element.Group group) {
    for (int i = group.of().size() - 1; i >= 0; i--) {
      if (group.of().get(i) instanceof Element.Positioned placed) {
        return placed;
      }
    }
    return first(group);
  }

  private Unmet one(List<@Nullable Object[]> rows, Element.One one) {
    var candidates = matching.candidates(one);
    var key = AskedRule.key(one);
    var ofKey =
        key == null
            ? candidates
            : candidates.stream()
                .filter(fact -> matching.holds(key, Matching.with(rows.get(0), one, fact)))
                .toList();
    var old =
        matching.stale(one).stream()
            .filter(fact -> matching.failing(one, Matching.with(rows.get(0), one, fact)).isEmpty())
            .findFirst();
    if (old.isPresent() && old.get() instanceof Fact fact) {
      return stale(one, fact, candidates.size());
    }
    return ofKey.isEmpty()
        ? absent(one, key, candidates)
        : nearest(rows, one, ofKey, candidates.size());
  }

  private Unmet stale(Element.One one, Fact fact, int facts) {
    var seen = seen(fact, one);
    var maxAge = Objects.requireNonNull(one.admission().maxAge());
    var text =
        "%s is not met: %s is %s old, expected at most %s, and counts as unknown."
            .formatted(
                AskedRule.text(one),
                Wording.fact(fact, seen),
                MaxAge.text(Duration.ofSeconds(matching.age(fact))),
                MaxAge.text(maxAge));
    return unmet(AskedRule.text(one), rule.place(one), null, facts, fact, seen, one, text);
  }

  /**
   * @param not within which it is met, and must not be; null for none
   */
  private Unmet sum(@Nullable Object[] row, Element.Sum sum, Element.@Nullable Group not) {
    var over = matching.summed(sum, row);
    var results = matching.results(sum, over);
    var failing =
        not != null || results == null
            ? List.<Element.Constraint>of()
            : matching.failing(sum, Matching.with(row, sum, results));
    var failed = failing.isEmpty() ? null : failing.get(0);
    var needs =
        failed != null
            ? AskedRule.text(failed)
            : sum.constraints().stream().map(AskedRule::text).collect(Collectors.joining(" and "));
    var was = results == null ? "nothing" : Wording.results(sum, results);
    return unmet(
        AskedRule.text(sum),
        failed == null ? rule.place(sum) : rule.place(failed),
        failed,
        results == null ? 0 : over.size(),
        null,
        results == null ? Map.of() : Wording.named(sum, results),
        not != null ? not : failed != null ? failed : sum,
        "%s was %s, %s %s."
            .formatted(AskedRule.text(sum), was, not == null ? "needs" : "must not be", needs));
  }

  private Unmet absent(Element.One one, Element.@Nullable Constraint key, List<?> others) {
    if (one.pattern().type() == Member.class && key != null) {
      segments.addAll(AskedRule.keys(one, key));
    }
    return unmet(
        AskedRule.text(one),
        key == null ? rule.place(one) : rule.place(key),
        key,
        others.size(),
        null,
        Map.of(),
        key == null ? null : one,
        AskedRule.text(one) + " is not met: " + missing(one, key, others) + ".");
  }

  private String missing(Element.One one, Element.@Nullable Constraint key, List<?> others) {
    var type = one.pattern().type();
    var name = type.getSimpleName();
    var asked = key == null ? "" : AskedRule.text(key);
    var none = key == null ? "there is no " + name : "no " + name + " has " + asked;
    if (type == Member.class) {
      none = key == null ? "the visitor is in no segment" : "no rule derived it: " + asked;
    }
    boolean ofTheMoment = OF_THE_MOMENT.contains(name);
    if (!ofTheMoment && type != Member.class && !person) {
      return none
          + ". What the visitor did and told was not read: consent to personalization is missing";
    }
    var keys = Wording.keys(others);
    if (!keys.isEmpty()) {
      var what = type == Member.class ? "segments" : Vocabulary.key(type) + " there";
      return "%s; %s: %s".formatted(none, what, keys);
    }
    return ofTheMoment ? none + " in the request" : none;
  }

  /** Events with another property are not what was asked for, whatever their number. */
  private static int distance(Element.One one, Element.Constraint failed) {
    boolean property =
        one.pattern().properties().stream()
            .anyMatch(name -> AskedRule.text(failed).contains('"' + name + '"'));
    return property ? ANOTHER : 1;
  }

  private Unmet nearest(
      List<@Nullable Object[]> rows, Element.One one, List<?> candidates, int all) {
    var closest = Matching.with(rows.get(0), one, candidates.get(0));
    int fewest = Integer.MAX_VALUE;
    for (var each : rows) {
      for (var fact : candidates) {
        var row = Matching.with(each, one, fact);
        int failing =
            matching.failing(one, row).stream().mapToInt(part -> distance(one, part)).sum();
        if (failing < fewest) {
          fewest = failing;
          closest = row;
        }
      }
    }
    var failed = matching.failing(one, closest).get(0);
    var fact = closest[one.position()];
    var seen = Wording.seen(one, failed, closest);
    return unmet(
        AskedRule.text(one),
        rule.place(failed),
        failed,
        all,
        fact instanceof Fact found ? found : null,
        seen,
        failed,
        "%s is not met: %s."
            .formatted(AskedRule.text(one), Wording.mismatch(AskedRule.text(failed), seen)));
  }
}
