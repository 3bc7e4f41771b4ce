package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import java.util.List;

/**
 * What would make a rule large. KF121: alternatives that multiply: the engine makes a rule of each
 * combination; and a constraint that joins more than the engine has stack for. KF123: what can hide
 * what is read, an escape by number or a carriage return, at which a comment ends for some readers
 * of the language and not for others.
 */
final class Bulk implements Lint {
  private static final long MOST_COMBINATIONS = 64;
  private static final int MOST_JOINED = 200;
  private static final long MANY = 1_000_000;

  @Override
  public void check(List<ParsedFile> files, RuleFolder folder, List<Finding> findings) {
    for (var file : files) {
      hidden(file.source(), findings);
      for (var rule : file.rules()) {
        rule.tree()
            .all()
            .flatMap(condition -> condition.constraints().stream())
            .forEach(constraint -> joined(rule, constraint, findings));
        long combinations = all(rule.tree().conditions());
        if (combinations > MOST_COMBINATIONS) {
          findings.add(
              rule.error(
                  rule.at(),
                  "KF121",
                  "Rule \"%s\" has %s%d combinations of its alternatives, expected at most %d. Maybe derive segments first, or write \"in (…)\".",
                  rule.name(),
                  combinations > MANY ? "more than " : "",
                  Math.min(combinations, MANY),
                  MOST_COMBINATIONS));
        }
      }
    }
  }

  private static void joined(ParsedRule rule, Expression constraint, List<Finding> findings) {
    int joined =
        constraint
            .all()
            .filter(
                one ->
                    one instanceof Expression.Conjunction || one instanceof Expression.Disjunction)
            .mapToInt(one -> one.parts().size() - 1)
            .sum();
    if (joined > MOST_JOINED) {
      findings.add(
          rule.error(
              constraint.at(),
              "KF121",
              "A constraint of rule \"%s\" has %d \"&&\" and \"||\", expected at most %d. Maybe write \"in (…)\", or derive segments first.",
              rule.name(),
              joined,
              MOST_JOINED));
    }
  }

  /** Text, comments and all. */
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
              "Found \"%s\", expected the character itself. Files are UTF-8.",
              text.substring(at, at + 2)));
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

  private static long combinations(Condition condition) {
    return condition instanceof Condition.Accumulate
        ? 1
        : condition instanceof Condition.Or
            ? condition.parts().stream().mapToLong(Bulk::combinations).reduce(0, Bulk::sum)
            : all(condition.parts());
  }

  private static long all(List<Condition> conditions) {
    return conditions.stream()
        .mapToLong(Bulk::combinations)
        .reduce(1, (a, b) -> Math.min(a * b, MANY + 1));
  }

  private static long sum(long one, long other) {
    return Math.min(one + other, MANY + 1);
  }
}
