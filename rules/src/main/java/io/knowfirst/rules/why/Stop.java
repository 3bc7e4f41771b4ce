package io.knowfirst.rules.why;

import io.knowfirst.rules.check.Property;
import io.knowfirst.rules.check.RuleText.Part;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.Pattern;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.constraint.Constraint;
import org.jspecify.annotations.Nullable;
import org.kie.api.runtime.rule.FactHandle;

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

  /** Null where facts met everything that can be told from facts. */
  @Nullable Unmet find() {
    return find(List.of(Row.empty()), branch.elements());
  }

  private @Nullable Unmet find(List<Row> rows, List<RuleConditionElement> elements) {
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

  private @Nullable Unmet unmet(List<Row> rows, RuleConditionElement element) {
    if (element instanceof Pattern pattern) {
      return pattern(rows, pattern);
    }
    if (!(element instanceof GroupElement group)) {
      return null;
    }
    return group.isNot() ? forbidden(rows.get(0), group) : find(rows, group.getChildren());
  }

  private Unmet forbidden(Row row, GroupElement group) {
    var there = matching.inner(row, group).get(0).getFactHandle();
    var inner = first(group);
    if (inner != null && Sum.of(inner) != null) {
      return sum(row, inner, group);
    }
    var fact = there != null && there.getObject() instanceof Fact found ? found : null;
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
        inner == null ? 0 : matching.candidates(inner).size(),
        fact,
        seen,
        !alone(group).isEmpty(),
        text);
  }

  /** What a fact says, and what a pattern asked of it beside that, such as {@code spent(90)}. */
  private Map<String, Object> seen(Fact fact, @Nullable Pattern pattern) {
    var seen = new LinkedHashMap<>(fact.values());
    if (pattern != null) {
      for (var constraint : pattern.getConstraints()) {
        var part = branch.part(constraint);
        for (var property : part == null ? List.<String>of() : part.properties()) {
          Property.value(fact, property).ifPresent(value -> seen.putIfAbsent(property, value));
        }
      }
    }
    return seen;
  }

  private @Nullable Pattern first(RuleConditionElement element) {
    if (element instanceof Pattern pattern) {
      return pattern;
    }
    return element instanceof GroupElement group
        ? group.getChildren().stream().map(this::first).findFirst().orElse(null)
        : null;
  }

  private Unmet pattern(List<Row> rows, Pattern pattern) {
    if (Sum.of(pattern) != null) {
      return sum(rows.get(0), pattern, null);
    }
    var candidates = matching.candidates(pattern);
    var key = key(pattern);
    if (candidates.isEmpty()) {
      return absent(pattern, key, candidates);
    }
    if (key != null) {
      var ofKey = candidates.stream().filter(h -> matching.holds(key, rows.get(0), h)).toList();
      return ofKey.isEmpty()
          ? absent(pattern, key, candidates)
          : nearest(rows, pattern, ofKey, candidates.size());
    }
    return nearest(rows, pattern, candidates, candidates.size());
  }

  /**
   * @param not within which it is met, and must not be; null for none
   */
  private Unmet sum(Row row, Pattern pattern, @Nullable GroupElement not) {
    var sum = matching.sum(pattern, row);
    var failed = not != null || sum == null ? null : failing(pattern, row, sum.handle());
    var part = failed == null ? null : branch.part(failed);
    var needs =
        part != null
            ? part.text()
            : pattern.getConstraints().stream()
                .map(constraint -> branch.part(constraint))
                .map(one -> one == null ? "" : one.text())
                .collect(Collectors.joining(" and "));
    var alone = alone(not != null ? not : failed != null ? failed : pattern);
    var was = sum == null ? "nothing" : sum.words(pattern, matching.resolver());
    var text =
        "%s was %s, %s %s.%s"
            .formatted(words(pattern), was, not == null ? "needs" : "must not be", needs, alone);
    return new Unmet(
        words(pattern),
        file,
        part == null ? line(pattern) : part.line(),
        part == null ? column(pattern) : part.column(),
        part == null ? null : part.text(),
        sum == null ? 0 : sum.over(),
        null,
        sum == null ? Map.of() : sum.named(pattern, matching.resolver()),
        !alone.isEmpty(),
        text);
  }

  private @Nullable Constraint key(Pattern pattern) {
    for (var constraint : pattern.getConstraints()) {
      var part = branch.part(constraint);
      if (part != null && part.key()) {
        return constraint;
      }
    }
    return null;
  }

  private Unmet absent(Pattern pattern, @Nullable Constraint key, List<FactHandle> others) {
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

  private String missing(Pattern pattern, @Nullable Part key, List<FactHandle> others) {
    var type = Matching.type(pattern);
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

  private Unmet nearest(List<Row> rows, Pattern pattern, List<FactHandle> candidates, int all) {
    Row row = rows.get(0);
    FactHandle closest = candidates.get(0);
    int fewest = Integer.MAX_VALUE;
    for (var each : rows) {
      for (var handle : candidates) {
        int failed = matching.failed(pattern, each, handle);
        if (failed < fewest) {
          fewest = failed;
          row = each;
          closest = handle;
        }
      }
    }
    return unmet(pattern, failing(pattern, row, closest), row, closest, all);
  }

  private Constraint failing(Pattern pattern, Row row, FactHandle handle) {
    return pattern.getConstraints().stream()
        .filter(constraint -> !matching.holds(constraint, row, handle))
        .findFirst()
        .orElseThrow();
  }

  private Unmet unmet(Pattern pattern, Constraint failed, Row row, FactHandle handle, int all) {
    var part = branch.part(failed);
    var seen = Wording.seen(part, failed, row, handle, matching.resolver());
    var asked = part == null ? failed.toString() : part.text();
    var alone = alone(failed);
    var text = words(pattern) + " is not met: " + Wording.mismatch(asked, seen) + "." + alone;
    return new Unmet(
        words(pattern),
        file,
        part == null ? line(pattern) : part.line(),
        part == null ? column(pattern) : part.column(),
        asked,
        all,
        handle.getObject() instanceof Fact fact ? fact : null,
        seen,
        !alone.isEmpty(),
        text);
  }

  private String alone(Object what) {
    if (branch.opaque()) {
      return "";
    }
    var rows = List.of(Row.empty());
    var free = matching.without(what);
    for (var element : branch.elements()) {
      rows = free.extend(rows, element);
    }
    return rows.isEmpty() ? "" : ALONE;
  }

  private String words(@Nullable Pattern pattern) {
    var condition = pattern == null ? null : branch.condition(pattern);
    return condition != null
        ? condition.text()
        : pattern == null ? "" : Matching.type(pattern).getSimpleName();
  }

  private int line(@Nullable Pattern pattern) {
    var condition = pattern == null ? null : branch.condition(pattern);
    return condition == null ? line : condition.line();
  }

  private int column(@Nullable Pattern pattern) {
    var condition = pattern == null ? null : branch.condition(pattern);
    return condition == null ? 1 : condition.column();
  }
}
