package io.knowfirst.rules.check;

import io.knowfirst.rules.language.Token;
import io.knowfirst.rules.language.Token.Kind;
import java.util.Optional;
import java.util.Set;

/** Mistakes between the brackets of a fact, told from one token and its neighbours. */
final class ComparisonSyntax {
  private static final Set<String> OPERATORS =
      Set.of(
          "in",
          "not",
          "matches",
          "contains",
          "memberOf",
          "excludes",
          "soundslike",
          "str",
          "after",
          "before",
          "new",
          "instanceof");

  private ComparisonSyntax() {}

  /**
   * What is wrong with a token directly between the brackets of a fact.
   *
   * @param opens whether the token before opened the brackets
   */
  static Optional<SyntaxProblem> of(Token before, Token at, Token after, boolean opens) {
    if (at.is(";")) {
      return Optional.of(
          SyntaxProblem.sure(at, "Found \";\" between comparisons, expected \",\"."));
    }
    if (at.is("&") || at.is("|")) {
      return Optional.of(
          SyntaxProblem.sure(at, "Found %s, expected \"%2$s%2$s\".", at.shown(), at.text()));
    }
    if (at.is("=<") || at.is("=>")) {
      var turned = new StringBuilder(at.text()).reverse();
      return Optional.of(SyntaxProblem.of(at, "Found %s, expected \"%s\".", at.shown(), turned));
    }
    if (at.is("=")) {
      return Optional.of(
          SyntaxProblem.of(
              at,
              "Found \"=\", expected \"==\": a comparison has two signs. Maybe \"==\" is meant."));
    }
    if (at.kind() == Kind.NUMBER && before.is(",") && (after.is(")") || after.is(","))) {
      return Optional.of(
          SyntaxProblem.sure(
              at,
              "%s is no comparison. Maybe a decimal number is meant, which has a point: 0.%s.",
              at.shown(),
              at.text()));
    }
    if ((at.is(",") || at.is(")")) && (before.is(",") || (opens && at.is(",")))) {
      return Optional.of(
          SyntaxProblem.of(
              at,
              "A comparison is missing: found %s after %s. Maybe a comma is one too many.",
              at.shown(),
              before.shown()));
    }
    return opens ? Optional.empty() : adjacent(before, at);
  }

  private static Optional<SyntaxProblem> adjacent(Token before, Token at) {
    if (!before.isOperand() || OPERATORS.contains(before.text())) {
      return Optional.empty();
    }
    if (at.is("and") || at.is("or")) {
      var expected = at.is("and") ? "\",\" or \"&&\"" : "\"||\"";
      return Optional.of(
          SyntaxProblem.of(at, "Found %s between comparisons, expected %s.", at.shown(), expected));
    }
    if (at.is("is") || at.is("equals")) {
      return Optional.of(SyntaxProblem.of(at, "Found %s, expected \"==\".", at.shown()));
    }
    boolean begins = at.isWord() || at.kind() == Kind.NUMBER || at.kind() == Kind.TEXT;
    if (!begins || OPERATORS.contains(at.text())) {
      return Optional.empty();
    }
    var advice =
        before.kind() == Kind.NUMBER
            ? "a comma is missing, or a unit is one too many"
            : "a comma is missing";
    return Optional.of(
        SyntaxProblem.of(
            at,
            "Found %s after %s, expected \",\" or \")\". Maybe %s.",
            at.shown(),
            before.shown(),
            advice));
  }
}
