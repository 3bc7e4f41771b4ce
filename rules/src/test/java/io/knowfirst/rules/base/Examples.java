package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.folder.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks folders that were written to be checked, and adds what they leave out. */
final class Examples {
  static final Outside OUTSIDE =
      new Outside(Instant.parse("2026-11-22T12:00:00Z"), Set.of("b.shoes", "a.b"));
  static final Outside NO_CATALOGUE = Outside.at(OUTSIDE.now());
  private static final Pattern RULE = Pattern.compile("(?m)^ *rule \"([^\"]+)\"(.*)$");

  private Examples() {}

  static List<Finding> check(SortedMap<String, String> files, Outside outside, Path cache) {
    return RuleCheck.of(files, outside).findings();
  }

  /** Adds a scenario that fires and one that does not, unless a rule is marked as lacking it. */
  static SortedMap<String, String> withScenarios(SortedMap<String, String> files) {
    var all = new TreeMap<>(files);
    var scenarios = new ArrayList<String>();
    files.forEach(
        (name, text) -> {
          var matcher = RULE.matcher(text);
          while (matcher.find()) {
            add("fires", matcher.group(1), !matcher.group(2).contains("KF161"), scenarios);
            add("not", matcher.group(1), !matcher.group(2).contains("KF162"), scenarios);
          }
          if (name.endsWith(".csv")) {
            text.lines()
                .skip(1)
                .map(line -> line.split(",", 2)[0])
                .forEach(
                    rule -> {
                      add("fires", rule, true, scenarios);
                      add("not", rule, true, scenarios);
                    });
          }
        });
    if (!scenarios.isEmpty()) {
      all.putIfAbsent("scenarios/all.yaml", String.join("", scenarios));
    }
    return all;
  }

  private static void add(String what, String rule, boolean wanted, List<String> scenarios) {
    if (wanted) {
      scenarios.add("- {name: one, rule: {%s: \"%s\"}}\n".formatted(what, rule));
    }
  }
}
