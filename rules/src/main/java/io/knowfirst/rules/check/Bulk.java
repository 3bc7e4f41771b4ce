package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.util.ArrayList;
import java.util.List;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.OrDescr;

/**
 * What would make a compilation large. KF121: alternatives that multiply: the compiler makes a rule
 * of each combination; and a constraint that joins more than the engine has stack for. KF123: what
 * can hide what the compiler reads, an escape by number or a carriage return, at which a comment
 * ends for some readers of the language and not for others.
 */
final class Bulk implements Lint {
  private static final long MOST_COMBINATIONS = 64;
  private static final long MOST_JOINED = 200;

  @Override
  public List<Finding> check(List<ParsedFile> files, RuleFolder folder) {
    var findings = new ArrayList<Finding>();
    for (var file : files) {
      hidden(file.source(), findings);
      for (var rule : file.rules()) {
        rule.patterns().stream()
            .flatMap(pattern -> ParsedRule.constraints(pattern).stream())
            .forEach(constraint -> joined(rule, constraint, findings));
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

  private static void joined(
      ParsedRule rule, ExprConstraintDescr constraint, List<Finding> findings) {
    long joined =
        Token.all(constraint.getText()).stream()
            .filter(token -> token.is("&&") || token.is("||"))
            .count();
    if (joined > MOST_JOINED) {
      findings.add(
          rule.source()
              .error(
                  rule.at(constraint),
                  "KF121",
                  "A constraint of rule \"%s\" has %d \"&&\" and \"||\", expected at most %d. Maybe write \"in (…)\", or derive segments first."
                      .formatted(rule.name(), joined, MOST_JOINED)));
    }
  }

  /** Text, comments and all: Java reads such escapes before it knows what is a comment. */
  private static void hidden(Source source, List<Finding> findings) {
    var text = source.text();
    int carriage = text.indexOf('\r');
    if (carriage >= 0) {
      findings.add(
          source.error(
              carriage,
              "KF123",
              "Found a carriage return, expected a line feed. Maybe save the file with the line ends of Unix or Windows."));
    }
    int at = escape(text);
    if (at >= 0) {
      findings.add(
          source.error(
              at,
              "KF123",
              "Found \"%s\", expected the character itself. Files are UTF-8."
                  .formatted(text.substring(at, at + 2))));
    }
  }

  /** Offset of the first escape by number; -1 where there is none. */
  private static int escape(String text) {
    int unicode = text.indexOf("\\u");
    for (int at = text.indexOf('\\'); at >= 0 && at + 1 < text.length(); ) {
      char kind = text.charAt(at + 1);
      if (kind >= '0' && kind <= '7') {
        return unicode < 0 ? at : Math.min(at, unicode);
      }
      at = text.indexOf('\\', at + 2);
    }
    return unicode;
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
