package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Paths;
import io.knowfirst.rules.language.TreeText;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * KF221: texts compared by order, letter by letter, so that "9" comes after "18" and "01.12.2026"
 * before "15.06.2026". Dates by ISO 8601 sort as dates do. KF141: a part of a date that no date
 * has.
 */
final class TextOrder implements Advice {
  private static final Pattern PART_OF_NO_DATE =
      Pattern.compile(".*\\d{1,2}\\\\*[./]\\\\*\\d{1,2}.*", Pattern.DOTALL);
  private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");

  @Override
  public void about(Survey survey, List<Finding> findings) {
    for (var rule : survey.all()) {
      for (var fact : rule.facts()) {
        var variables = OwnVariables.of(fact.pattern());
        fact.pattern().constraints().stream()
            .flatMap(Expression::all)
            .forEach(one -> check(rule.rule(), fact.type(), variables, one, findings));
      }
    }
  }

  private static void check(
      ParsedRule rule,
      Class<?> type,
      OwnVariables variables,
      Expression asked,
      List<Finding> findings) {
    if (asked instanceof Expression.Comparison comparison) {
      order(rule, type, variables, comparison.literalLast(), findings);
    } else if (asked instanceof Expression.TextTest test
        && isDate(type, variables.resolve(test.left().unnamed()))
        && test.right() instanceof Literal literal
        && PART_OF_NO_DATE.matcher(String.valueOf(literal.value())).matches()) {
      findings.add(
          rule.warning(
              test.at(),
              "KF141",
              "Moment.date is never like %s, expected a date such as 2026-12-24.",
              TreeText.of(literal)));
    }
  }

  private static void order(
      ParsedRule rule,
      Class<?> type,
      OwnVariables variables,
      Expression.Comparison comparison,
      List<Finding> findings) {
    var asked = variables.resolve(comparison.left().unnamed());
    var property = Paths.of(asked);
    if (property == null
        || !ORDER.contains(comparison.operator())
        || Vocabulary.result(type, property).filter(String.class::equals).isEmpty()
        || isDate(type, asked)) {
      return;
    }
    var value = comparison.right() instanceof Literal literal ? literal.value() : "";
    if (value instanceof String text && !IsoDate.is(text)) {
      boolean literal = comparison.right() instanceof Literal;
      findings.add(
          rule.warning(
              comparison.at(),
              "KF221",
              "%s compares texts letter by letter%s.",
              TreeText.of(comparison.unnamed()),
              literal
                  ? advice(type, property, comparison.operator(), text)
                  : type == Trait.class ? ". Maybe number is meant" : ""));
    }
  }

  private static String advice(Class<?> type, String property, String operator, String value) {
    if (value.matches("-?\\d+([.,]\\d+)?")) {
      return type == Trait.class && property.equals("value")
          ? ", where \"9\" comes after \"18\". Maybe number %s %s"
              .formatted(operator, value.replace(',', '.'))
          : ", where \"9\" comes after \"18\". Maybe %s in (\"…\", \"…\")".formatted(property);
    }
    return IsoDate.of(value)
        .map(
            date ->
                ", which sorts dates only where they look like \"%1$s\". Maybe \"%1$s\""
                    .formatted(date))
        .orElse(". Maybe %s in (\"…\", \"…\")".formatted(property));
  }

  /** Told by KF141, whatever the operator. */
  private static boolean isDate(Class<?> type, Expression property) {
    return type == Moment.class && "date".equals(Paths.of(property));
  }
}
