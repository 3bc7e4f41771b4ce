package io.knowfirst.rules.language;

import io.knowfirst.rules.language.Expression.TextTest.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a constraint says by recursive descent, to a bounded depth. */
final class ExpressionReader {
  private static final int DEEPEST = 100;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> OPERATORS =
      Set.of("in", "str", "contains", "excludes", "matches", "memberOf", "soundslike");
  private static final Map<String, Operator> OF_TEXTS =
      Map.of(
          "startsWith", Operator.STARTS_WITH,
          "endsWith", Operator.ENDS_WITH,
          "length", Operator.LENGTH);

  private final TokenCursor tokens;
  private final OperandReader operands;
  private int depth;

  ExpressionReader(TokenCursor tokens) {
    this.tokens = tokens;
    this.operands = new OperandReader(tokens, () -> or(null));
  }

  /** The whole of a text that begins at an offset as one constraint. */
  static Expression constraint(String text, int at) {
    var reader = new ExpressionReader(TokenCursor.ofConstraint(text, at));
    var read = reader.or(null);
    if (!reader.tokens.now().isEnd()) {
      throw reader.tokens.unexpected("the end of the condition");
    }
    return read;
  }

  /**
   * @param left what a comparison without a left side compares; null for nothing
   */
  private Expression or(@Nullable Expression left) {
    if (++depth > DEEPEST) {
      throw new NotInLanguage(
          tokens.now().at(), "Brackets lie deeper than " + DEEPEST + " levels.");
    }
    int at = tokens.now().at();
    var all = new ArrayList<Expression>();
    all.add(and(left));
    while (tokens.took("||")) {
      all.add(and(leftSide(all.get(all.size() - 1))));
    }
    depth--;
    return all.size() == 1 ? all.get(0) : new Expression.Disjunction(all, at);
  }

  private Expression and(@Nullable Expression left) {
    int at = tokens.now().at();
    var all = new ArrayList<Expression>();
    all.add(relation(left));
    while (tokens.took("&&")) {
      all.add(relation(leftSide(all.get(all.size() - 1))));
    }
    return all.size() == 1 ? all.get(0) : new Expression.Conjunction(all, at);
  }

  private Expression relation(@Nullable Expression left) {
    if (isOperator(tokens.now(), tokens.peek(1))) {
      if (left == null) {
        throw tokens.unexpected("a property");
      }
      return compared(left);
    }
    if (tokens.now().isWord() && tokens.peek(1).is(":")) {
      var variable = tokens.take();
      tokens.take();
      return compared(new Expression.Binding(variable.text(), operands.sum(), variable.at()));
    }
    return compared(operands.sum());
  }

  private Expression compared(Expression left) {
    if (tokens.now().is("(") && isOperator(tokens.peek(1), tokens.peek(2))) {
      tokens.take();
      var group = or(unbound(left));
      tokens.expect(")");
      return left instanceof Expression.Binding
          ? new Expression.Conjunction(List.of(left, group), left.at())
          : group;
    }
    if (!isOperator(tokens.now(), tokens.peek(1))) {
      return left;
    }
    int at = unbound(left).start();
    var before = tokens.peek(-1);
    boolean negated = tokens.took("not");
    var operator = tokens.take();
    return switch (operator.text()) {
      case "in" -> new Expression.In(left, list("(", ")"), negated, at);
      case "memberOf" -> {
        if (!tokens.now().is("[")) {
          throw new NotInLanguage(
              tokens.now().at(),
              "memberOf is followed by %s, expected a list. Maybe memberOf [\"…\", \"…\"], or in (\"…\", \"…\").",
              tokens.now().shown());
        }
        yield new Expression.In(left, list("[", "]"), negated, at);
      }
      case "str" -> new Expression.TextTest(ofText(), left, operands.sum(), negated, at);
      case "contains" -> text(Operator.CONTAINS, left, negated, at);
      case "excludes" -> text(Operator.CONTAINS, left, !negated, at);
      case "matches" -> {
        checkMatches(operator, before, left);
        yield text(Operator.MATCHES, left, negated, at);
      }
      case "soundslike" ->
          throw new NotInLanguage(at, "A condition may not use soundslike. Maybe matches or in.");
      default -> new Expression.Comparison(operator.text(), left, operands.sum(), at);
    };
  }

  private Expression text(Operator operator, Expression left, boolean negated, int at) {
    return new Expression.TextTest(operator, left, operands.sum(), negated, at);
  }

  private Operator ofText() {
    tokens.expect("[");
    var name = tokens.take();
    var known = OF_TEXTS.get(name.text());
    if (known == null) {
      throw new NotInLanguage(
          name.at(),
          "A condition may not use str[%s], expected startsWith, endsWith or length.",
          name.text());
    }
    tokens.expect("]");
    return known;
  }

  /** Patterns are written out, and behind the very thing that they are about. */
  private void checkMatches(Token operator, Token before, Expression left) {
    boolean behind =
        before.isWord()
            || before.kind() == Token.TokenKind.TEXT
            || (before.is(")") && left instanceof Expression.Property);
    if (!behind) {
      throw new NotInLanguage(
          "KF203",
          operator.at(),
          "matches does not follow a property. Maybe name it again: url matches \"/a.*\" || url matches \"/b.*\".");
    }
    MatchPattern.check(tokens.now());
  }

  private static boolean isOperator(Token first, Token second) {
    if (first.kind() == Token.TokenKind.SYMBOL) {
      return COMPARISONS.contains(first.text());
    }
    return first.is("not")
        ? second.isWord() && isOperator(second, second)
        : first.isWord() && OPERATORS.contains(first.text());
  }

  private List<Expression> list(String open, String close) {
    tokens.expect(open);
    var all = new ArrayList<Expression>();
    do {
      all.add(operands.sum());
    } while (tokens.took(","));
    tokens.expect(close);
    return all;
  }

  /** What a comparison compares, for the one after it that leaves it out: {@code a > 1 && < 5}. */
  private static @Nullable Expression leftSide(Expression read) {
    if (read instanceof Expression.Comparison comparison) {
      return unbound(comparison.left());
    } else if (read instanceof Expression.In in) {
      return unbound(in.value());
    } else if (read instanceof Expression.TextTest test) {
      return unbound(test.left());
    }
    boolean joined =
        read instanceof Expression.Conjunction || read instanceof Expression.Disjunction;
    return joined ? leftSide(read.parts().get(read.parts().size() - 1)) : null;
  }

  private static Expression unbound(Expression left) {
    return left instanceof Expression.Binding binding ? binding.of() : left;
  }
}
