package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import io.knowfirst.rules.language.Token.TokenKind;
import java.util.Set;

/** Mistakes between the brackets of a fact, told from one token and its neighbours. */
final class ComparisonSyntax {
  private static final Set<String> OPERATORS =
      Set.of(
          """
          in not matches contains memberOf excludes soundslike str after before new
          instanceof
          """
              .split("\\s+"));

  private ComparisonSyntax() {}

  /**
   * Finds what is wrong with the token at hand, directly between the brackets of a fact.
   *
   * @param opens whether the token before opened the brackets
   */
  static void check(Reading reading, boolean opens) {
    var before = reading.peek(-1);
    var at = reading.now();
    var after = reading.peek(1);
    if (at.is(";")) {
      reading.sure(at, "Found \";\" between comparisons, expected \",\".");
    } else if (at.is("&") || at.is("|")) {
      reading.sure(at, "Found %s, expected \"%2$s%2$s\".", at.shown(), at.text());
    } else if (at.is("=<") || at.is("=>")) {
      var turned = new StringBuilder(at.text()).reverse();
      reading.found(at, "Found %s, expected \"%s\".", at.shown(), turned);
    } else if (at.is("=")) {
      reading.found(
          at, "Found \"=\", expected \"==\": a comparison has two signs. Maybe \"==\" is meant.");
    } else if (at.kind() == TokenKind.NUMBER
        && before.is(",")
        && (after.is(")") || after.is(","))) {
      reading.sure(
          at,
          "%s is no comparison. Maybe a decimal number is meant, which has a point: 0.%s.",
          at.shown(),
          at.text());
    } else if ((at.is(",") || at.is(")")) && (before.is(",") || (opens && at.is(",")))) {
      reading.found(
          at,
          "A comparison is missing: found %s after %s. Maybe a comma is one too many.",
          at.shown(),
          before.shown());
    } else if (!opens && before.isOperand() && !OPERATORS.contains(before.text())) {
      afterOperand(reading, before, at);
    }
  }

  private static void afterOperand(Reading reading, Token before, Token at) {
    boolean begins = at.isWord() || at.kind() == TokenKind.NUMBER || at.kind() == TokenKind.TEXT;
    if (at.is("and") || at.is("or")) {
      var expected = at.is("and") ? "\",\" or \"&&\"" : "\"||\"";
      reading.found(at, "Found %s between comparisons, expected %s.", at.shown(), expected);
    } else if (at.is("is") || at.is("equals")) {
      reading.found(at, "Found %s, expected \"==\".", at.shown());
    } else if (begins && !OPERATORS.contains(at.text())) {
      reading.found(
          at,
          "Found %s after %s, expected \",\" or \")\". Maybe a comma is missing%s.",
          at.shown(),
          before.shown(),
          before.kind() == TokenKind.NUMBER ? ", or a unit is one too many" : "");
    }
  }
}
