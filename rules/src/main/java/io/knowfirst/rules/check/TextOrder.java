package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
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
      Pattern.compile("\\bdate\\b[^\"]*\"([^\"]*\\d{1,2}\\\\*[./]\\\\*\\d{1,2}[^\"]*)\"");
  private static final Set<String> ORDER = Set.of("<", "<=", ">", ">=");

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    for (var rule : survey.all()) {
      for (var fact : AskedFact.all(rule.rule())) {
        for (var part : fact.logic().parts()) {
          check(rule.rule(), fact, part, findings);
        }
      }
    }
    return findings;
  }

  private static void check(
      ParsedRule rule, AskedFact fact, PatternLogic.Part part, List<Finding> findings) {
    for (var comparison : part.comparisons()) {
      var value = comparison.values().isEmpty() ? null : comparison.values().get(0).text();
      if (value != null
          && ORDER.contains(comparison.operator())
          && isText(fact.type(), comparison.property())
          && !isDate(fact.type(), comparison.property())
          && !IsoDate.is(value)) {
        findings.add(
            rule.source()
                .warning(
                    comparison.at(),
                    "KF221",
                    "%s %s \"%s\" compares texts letter by letter%s."
                        .formatted(
                            comparison.property(),
                            comparison.operator(),
                            value,
                            advice(fact.type(), comparison, value))));
      }
    }
    if (part.comparisons().isEmpty()) {
      withOthers(rule, fact, part, findings);
      likeNoDate(rule, fact, part, findings);
    }
  }

  /** A part of a date, such as 24.12, that no date has. */
  private static void likeNoDate(
      ParsedRule rule, AskedFact fact, PatternLogic.Part part, List<Finding> findings) {
    var looked = PART_OF_NO_DATE.matcher(part.text());
    if (fact.type() == Moment.class && looked.find()) {
      findings.add(
          rule.source()
              .warning(
                  part.at(),
                  "KF141",
                  "Moment.date is never like \"%s\", expected a date such as 2026-12-24."
                      .formatted(looked.group(1))));
    }
  }

  /** An order between a text and what another fact says. */
  private static void withOthers(
      ParsedRule rule, AskedFact fact, PatternLogic.Part part, List<Finding> findings) {
    var tokens = Token.all(part.text());
    for (int i = 0; i + 2 < tokens.size(); i++) {
      boolean whole = i == 0 || !tokens.get(i - 1).is(".");
      var property = tokens.get(i).text();
      if (whole
          && tokens.get(i).isWord()
          && ORDER.contains(tokens.get(i + 1).text())
          && isText(fact.type(), property)
          && !isDate(fact.type(), property)) {
        findings.add(
            rule.source()
                .warning(
                    part.at() + tokens.get(i).offset(),
                    "KF221",
                    "%s %s %s compares texts letter by letter%s."
                        .formatted(
                            property,
                            tokens.get(i + 1).text(),
                            tokens.get(i + 2).text(),
                            fact.type() == Trait.class ? ". Maybe number is meant" : "")));
      }
    }
  }

  private static String advice(Class<?> type, Comparison comparison, String value) {
    if (value.matches("-?\\d+([.,]\\d+)?")) {
      return type == Trait.class && comparison.property().equals("value")
          ? ", where \"9\" comes after \"18\". Maybe number %s %s"
              .formatted(comparison.operator(), value.replace(',', '.'))
          : ", where \"9\" comes after \"18\". Maybe %s in (\"…\", \"…\")"
              .formatted(comparison.property());
    }
    return IsoDate.of(value)
        .map(
            date ->
                ", which sorts dates only where they look like \"%1$s\". Maybe \"%1$s\""
                    .formatted(date))
        .orElse(". Maybe %s in (\"…\", \"…\")".formatted(comparison.property()));
  }

  private static boolean isText(Class<?> type, String property) {
    return Vocabulary.result(type, property).filter(String.class::equals).isPresent();
  }

  /** Told by KF141, whatever the operator. */
  private static boolean isDate(Class<?> type, String property) {
    return type == Moment.class && property.equals("date");
  }
}
