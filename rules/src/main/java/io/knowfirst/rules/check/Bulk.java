package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.List;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.OrDescr;

/**
 * What would make a compilation large. KF121: alternatives that multiply: the compiler makes a rule
 * of each combination. KF123: an escape by number, which can hide what the compiler reads.
 */
final class Bulk implements Lint {
  private static final long MOST_COMBINATIONS = 64;

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      escapes(file.source(), findings);
      for (var rule : file.rules()) {
        long combinations = combinations(rule.descr().getLhs());
        if (combinations > MOST_COMBINATIONS) {
          findings.add(
              rule.source()
                  .error(
                      rule.at(),
                      "KF121",
                      "Rule \"%s\" has %s%d combinations of its alternatives, expected at most %d. Maybe derive segments first, or write \"in (…)\"."
                          .formatted(
                              rule.name(),
                              combinations > 1_000_000 ? "more than " : "",
                              Math.min(combinations, 1_000_000),
                              MOST_COMBINATIONS)));
        }
      }
    }
    return findings;
  }

  /** Text, comments and all: Java reads such escapes before it knows what is a comment. */
  private static void escapes(Source source, List<Finding> findings) {
    int at = source.text().indexOf("\\u");
    if (at >= 0) {
      findings.add(
          source.error(
              at, "KF123", "Found \"\\u\", expected the character itself. Files are UTF-8."));
    }
  }

  private static long combinations(BaseDescr element) {
    if (!(element instanceof ConditionalElementDescr group)) {
      return 1;
    }
    long all = element instanceof OrDescr ? 0 : 1;
    for (var part : group.getDescrs()) {
      long inner = combinations(part);
      all = element instanceof OrDescr ? all + inner : all * inner;
      all = Math.min(all, 1_000_001);
    }
    return Math.max(1, all);
  }
}
