package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * KF222: {@code !=}, {@code not in} or {@code not matches} on facts of which there may be several.
 * It holds as soon as one of them is another, and never where there is none: seldom what is meant.
 */
final class AnotherOfMany implements Advice {
  private static final Set<String> NEGATIVE = Set.of("!=", "not in");
  private static final Pattern NOT_OPERATOR =
      Pattern.compile(
          "(?<property>[a-z]\\w*) not (?<operator>matches|contains|memberOf|soundslike|str .*?\\])"
              + " (?<value>\".*\")");

  @Override
  public List<Finding> about(Survey survey) {
    var findings = new ArrayList<Finding>();
    for (var rule : survey.all()) {
      for (var fact : AskedFact.all(rule.rule())) {
        if (!fact.absent() && !fact.summed() && !fact.logic().isOfTheMoment()) {
          fact.logic().parts().forEach(part -> check(rule.rule(), fact, part, findings));
        }
      }
    }
    return findings;
  }

  private static void check(
      ParsedRule rule, AskedFact fact, PatternLogic.Part part, List<Finding> findings) {
    for (var comparison : part.comparisons()) {
      if (NEGATIVE.contains(comparison.operator())
          && !comparison.values().isEmpty()
          && isOneOfMany(fact, comparison.property())) {
        add(rule, fact, comparison.at(), comparison.property(), positive(comparison), findings);
      }
    }
    for (var way : part.ways()) {
      for (var text : way.opaque()) {
        var negative = NOT_OPERATOR.matcher(text);
        if (negative.matches() && isOneOfMany(fact, negative.group("property"))) {
          var positive =
              "%s %s %s"
                  .formatted(
                      negative.group("property"),
                      negative.group("operator"),
                      negative.group("value"));
          add(rule, fact, part.at(), negative.group("property"), positive, findings);
        }
      }
    }
  }

  /** Whether the fact is not already told from the others of its type. */
  private static boolean isOneOfMany(AskedFact fact, String property) {
    if (property.contains(".")) {
      return false;
    }
    boolean told = fact.logic().key() != null;
    return fact.type() == Trait.class ? !property.equals("number") || !told : !told;
  }

  private static void add(
      ParsedRule rule,
      AskedFact fact,
      int at,
      String property,
      String positive,
      List<Finding> findings) {
    var name = fact.type().getSimpleName();
    var others =
        fact.logic().parts().stream()
            .filter(part -> !part.text().isEmpty() && part.comparisons().size() == 1)
            .map(part -> part.comparisons().get(0))
            .filter(
                one ->
                    one.operator().equals("==")
                        && one.property().equals(Vocabulary.key(fact.type())))
            .map(one -> "%s == \"%s\", ".formatted(one.property(), one.inWords()))
            .collect(Collectors.joining());
    findings.add(
        rule.source()
            .warning(
                at,
                "KF222",
                "Holds as soon as one %s has another %s, whatever the others have, and not where there is none. Maybe not %s(%s%s)."
                    .formatted(name, property, name, others, positive)));
  }

  private static String positive(Comparison comparison) {
    var values =
        comparison.values().stream()
            .map(value -> quoted(comparison, value))
            .collect(Collectors.joining(", "));
    return comparison.operator().equals("!=")
        ? "%s == %s".formatted(comparison.property(), values)
        : "%s in (%s)".formatted(comparison.property(), values);
  }

  private static String quoted(Comparison comparison, Scalar value) {
    boolean text =
        Optional.of(comparison.property())
            .flatMap(property -> Vocabulary.result(comparison.type(), property))
            .filter(String.class::equals)
            .isPresent();
    return text ? '"' + value.toString() + '"' : value.toString();
  }
}
