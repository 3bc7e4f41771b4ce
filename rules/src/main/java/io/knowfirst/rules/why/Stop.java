package io.knowfirst.rules.why;

import io.knowfirst.rules.check.Property;
import io.knowfirst.rules.check.RuleText.Part;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.engine.Element;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the first condition of an alternative that no facts met, and which fact came closest. */
final class Stop {
  private static final Set<String> OF_THE_MOMENT =
      Set.of("Moment", "Page", "Place", "Device", "Weather", "Browsing", "Placement", "Arrival");
  private static final String ALONE = " Nothing else kept the rule from firing.";

  private final Branch branch;
  private final Matching matching;
  private final String file;
  private final int line;
  private final boolean person;

  Stop(Branch branch, Matching matching, String file, int line, boolean person) {
    this.branch = branch;
    this.matching = matching;
    this.file = file;
    this.line = line;
    this.person = person;
  }

  /** Null where facts met everything. */
  @Nullable Unmet find() {
    return find(List.<@Nullable Object[]>of(branch.frame()), branch.elements());
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
    var seen = fact == null ? Map.<String, Object>of() : seen(fact, inner);
    var text =
        "not %s is not met: there is %s.%s"
            .formatted(words(inner), fact == null ? "one" : Wording.fact(fact, seen), alone(group));
    return new Unmet(
        "not " + words(inner),
        file,
        line(inner),
        column(inner),
        null,
        inner instanceof Element.One one ? matching.candidates(one).size() : 0,
        fact,
        seen,
        !alone(group).isEmpty(),
        text);
  }

  /** What a fact says, and what was asked of it beside that, such as {@code spent(90)}. */
  private Map<String, Object> seen(Fact fact, Element.Placed asked) {
    var seen = new LinkedHashMap<>(fact.values());
    for (var constraint : asked.constraints()) {
      var part = branch.part(constraint);
      for (var property : part == null ? List.<String>of() : part.properties()) {
        Property.value(fact, property).ifPresent(value -> seen.putIfAbsent(property, value));
      }
    }
    return seen;
  }

  private static Element.Placed first(Element.Group group) {
    var first = group.of().get(0);
    return first instanceof Element.Group inner ? first(inner) : (Element.Placed) first;
  }

  /** The last that holds a fact. */
  private static Element.Placed last(Element.Group group) {
    for (int i = group.of().size() - 1; i >= 0; i--) {
      if (group.of().get(i) instanceof Element.Placed placed) {
        return placed;
      }
    }
    return first(group);
  }

  private Unmet one(List<@Nullable Object[]> rows, Element.One one) {
    var candidates = matching.candidates(one);
    var key = key(one);
    if (candidates.isEmpty()) {
      return absent(one, key, candidates);
    }
    if (key != null) {
      var ofKey =
          candidates.stream()
              .filter(fact -> matching.holds(key, Matching.with(rows.get(0), one, fact)))
              .toList();
      return ofKey.isEmpty()
          ? absent(one, key, candidates)
          : nearest(rows, one, ofKey, candidates.size());
    }
    return nearest(rows, one, candidates, candidates.size());
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
    var part = failed == null ? null : branch.part(failed);
    var needs =
        part != null
            ? part.text()
            : sum.constraints().stream()
                .map(constraint -> branch.part(constraint))
                .map(one -> one == null ? "" : one.text())
                .collect(Collectors.joining(" and "));
    var alone = alone(not != null ? not : failed != null ? failed : sum);
    var was = results == null ? "nothing" : Wording.results(sum, results);
    var text =
        "%s was %s, %s %s.%s"
            .formatted(words(sum), was, not == null ? "needs" : "must not be", needs, alone);
    return new Unmet(
        words(sum),
        file,
        part == null ? line(sum) : part.line(),
        part == null ? column(sum) : part.column(),
        part == null ? null : part.text(),
        results == null ? 0 : over.size(),
        null,
        results == null ? Map.of() : Wording.named(sum, results),
        !alone.isEmpty(),
        text);
  }

  private Element.@Nullable Constraint key(Element.One one) {
    for (var constraint : one.constraints()) {
      var part = branch.part(constraint);
      if (part != null && part.key()) {
        return constraint;
      }
    }
    return null;
  }

  private Unmet absent(Element.One pattern, Element.@Nullable Constraint key, List<?> others) {
    var part = key == null ? null : branch.part(key);
    var alone = key == null ? "" : alone(pattern);
    var text = words(pattern) + " is not met: " + missing(pattern, part, others) + "." + alone;
    return new Unmet(
        words(pattern),
        file,
        part == null ? line(pattern) : part.line(),
        part == null ? column(pattern) : part.column(),
        part == null ? null : part.text(),
        others.size(),
        null,
        Map.of(),
        !alone.isEmpty(),
        text);
  }

  private String missing(Element.One pattern, @Nullable Part key, List<?> others) {
    var type = pattern.pattern().type();
    var name = type.getSimpleName();
    var none = key == null ? "there is no " + name : "no " + name + " has " + key.text();
    if (type == Member.class) {
      none = key == null ? "the visitor is in no segment" : "no rule derived it: " + key.text();
    }
    boolean personal = Vocabulary.types().containsKey(name) && !OF_THE_MOMENT.contains(name);
    if (personal && type != Member.class && !person) {
      return none
          + ". What the visitor did and told was not read: consent to personalization is missing";
    }
    var keys = Wording.keys(others);
    if (!keys.isEmpty()) {
      var what = type == Member.class ? "segments" : Vocabulary.key(type) + " there";
      return "%s; %s: %s".formatted(none, what, keys);
    }
    return OF_THE_MOMENT.contains(name) ? none + " in the request" : none;
  }

  private Unmet nearest(
      List<@Nullable Object[]> rows, Element.One one, List<?> candidates, int all) {
    var closest = Matching.with(rows.get(0), one, candidates.get(0));
    int fewest = Integer.MAX_VALUE;
    for (var each : rows) {
      for (var fact : candidates) {
        var row = Matching.with(each, one, fact);
        int failed = matching.failing(one, row).size();
        if (failed < fewest) {
          fewest = failed;
          closest = row;
        }
      }
    }
    return unmet(one, matching.failing(one, closest).get(0), closest, all);
  }

  private Unmet unmet(
      Element.One pattern, Element.Constraint failed, @Nullable Object[] row, int all) {
    var fact = row[pattern.position()];
    var part = branch.part(failed);
    var seen = Wording.seen(part, fact, failed, row);
    var asked = part == null ? "" : part.text();
    var alone = alone(failed);
    var text = words(pattern) + " is not met: " + Wording.mismatch(asked, seen) + "." + alone;
    return new Unmet(
        words(pattern),
        file,
        part == null ? line(pattern) : part.line(),
        part == null ? column(pattern) : part.column(),
        asked,
        all,
        fact instanceof Fact found ? found : null,
        seen,
        !alone.isEmpty(),
        text);
  }

  private String alone(Object what) {
    return matching.without(what).meets(branch) ? ALONE : "";
  }

  private String words(Element.Placed placed) {
    var condition = branch.condition(placed);
    return condition != null
        ? condition.text()
        : placed instanceof Element.One one ? one.pattern().type().getSimpleName() : "accumulate";
  }

  private int line(Element.Placed placed) {
    var condition = branch.condition(placed);
    return condition == null ? line : condition.line();
  }

  private int column(Element.Placed placed) {
    var condition = branch.condition(placed);
    return condition == null ? 1 : condition.column();
  }
}
