package io.knowfirst.rules.check;

import io.knowfirst.rules.engine.KeyLiterals;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import io.knowfirst.rules.language.Condition.Pattern;
import io.knowfirst.rules.language.Expression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** KF120: a segment that is read and that no rule derives. */
final class SegmentKnown implements Lint {
  private static final java.util.regex.Pattern DERIVES =
      java.util.regex.Pattern.compile("new\\s+Member\\s*\\(\\s*\"([^\"]*)\"");

  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    var known = derived(files);
    for (var file : files) {
      file.rules().forEach(rule -> check(rule, known, findings));
    }
  }

  /** All segments that are derived, also in files that cannot be read whole. */
  static Set<String> derived(List<ParsedFile> files) {
    var derived = new LinkedHashSet<String>();
    for (var file : files) {
      file.rules().forEach(rule -> derived.addAll(rule.ids("Member")));
      if (!file.errors().isEmpty()) {
        var matcher = DERIVES.matcher(file.source().text());
        while (matcher.find()) {
          derived.add(matcher.group(1));
        }
      }
    }
    return derived;
  }

  static void check(ParsedRule rule, Set<String> known, List<Finding> findings) {
    rule.tree()
        .all()
        .filter(one -> one instanceof Pattern pattern && pattern.type() == Member.class)
        .flatMap(pattern -> pattern.constraints().stream())
        .forEach(constraint -> check(rule, constraint, known, findings));
  }

  private static void check(
      ParsedRule rule, Expression constraint, Set<String> known, List<Finding> findings) {
    for (var segment : KeyLiterals.of(Member.class, "segment", List.of(constraint))) {
      if (!known.contains(segment)) {
        findings.add(
            rule.error(
                constraint.at(),
                "KF120",
                "No rule derives the segment \"%s\". %s",
                segment,
                Suggestion.of(segment, known)));
      }
    }
  }
}
