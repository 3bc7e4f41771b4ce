package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** KF120: a segment that is read and that no rule derives. */
final class SegmentKnown implements Lint {
  private static final Pattern DERIVES = Pattern.compile("new\\s+Member\\s*\\(\\s*\"([^\"]*)\"");

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var known = derived(files);
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      file.rules().forEach(rule -> check(rule, known, findings));
    }
    return findings;
  }

  /** All segments that are derived, also in files that cannot be read whole. */
  static Set<String> derived(List<ParsedFile> files) {
    var derived = new LinkedHashSet<String>();
    for (var file : files) {
      file.rules().forEach(rule -> rule.derivations().forEach(one -> derived.add(one.id())));
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
    for (var pattern : rule.patterns()) {
      if (!"Member".equals(pattern.getObjectType())) {
        continue;
      }
      for (var constraint : ParsedRule.constraints(pattern)) {
        for (var segment : KeyLiterals.of(constraint.getText(), "segment")) {
          if (!known.contains(segment)) {
            findings.add(
                rule.source()
                    .error(
                        rule.at(constraint),
                        "KF120",
                        "No rule derives the segment \"%s\". %s"
                            .formatted(segment, Suggestion.of(segment, known))));
          }
        }
      }
    }
  }
}
