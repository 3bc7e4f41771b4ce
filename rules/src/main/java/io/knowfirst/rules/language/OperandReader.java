package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what is compared, computed or handed over, with a bounded number of operators. */
final class OperandReader {
  private static final int MOST_OPERATORS = 200;

  private final TokenCursor tokens;
  private final Supplier<Expression> inBrackets;
  private int operators;

  /**
   * @param inBrackets reads what stands between brackets
   */
  OperandReader(TokenCursor tokens, Supplier<Expression> inBrackets) {
    this.tokens = tokens;
    this.inBrackets = inBrackets;
  }

  /** An operand, which may be computed. */
  Expression sum() {
    var left = product();
    while (tokens.now().is("+") || tokens.now().is("-")) {
      left = new Expression.Arithmetic(operator().text(), left, product(), left.start());
    }
    return left;
  }

  private Expression product() {
    var left = unary();
    while (tokens.now().is("*") || tokens.now().is("/") || tokens.now().is("%")) {
      left = new Expression.Arithmetic(operator().text(), left, unary(), left.start());
    }
    return left;
  }

  /** Each makes the tree deeper, and whatever walks through the tree needs stack for it. */
  private Token operator() {
    if (++operators > MOST_OPERATORS) {
      throw new NotInLanguage(
          tokens.now().at(),
          "The condition computes with more than %d operators. Maybe derive segments first.",
          MOST_OPERATORS);
    }
    return tokens.take();
  }

  private Expression unary() {
    if (tokens.now().is("-")) {
      int at = operator().at();
      var of = unary();
      return of instanceof Expression.Literal literal && literal.value() instanceof Number number
          ? new Expression.Literal(Numbers.negative(number), at)
          : new Expression.Negative(of, at);
    }
    if (tokens.now().is("!")) {
      int at = operator().at();
      return new Expression.Negation(unary(), at);
    }
    return chain();
  }

  /** A text, a number, or a way from a word through properties. */
  Expression chain() {
    var owner = primary();
    while (tokens.now().is(".") || tokens.now().is("!.")) {
      boolean nullSafe = operator().is("!.");
      if (!tokens.now().isWord()) {
        throw tokens.unexpected("a property");
      }
      var name = tokens.take();
      owner = new Expression.Property(owner, name.text(), arguments(), nullSafe, name.at());
    }
    return owner;
  }

  private Expression primary() {
    var first = tokens.now();
    switch (first.kind()) {
      case NUMBER -> {
        return new Expression.Literal(Numbers.read(tokens.take()), first.at());
      }
      case TEXT -> {
        return new Expression.Literal(tokens.take().unquoted(), first.at());
      }
      case WORD -> {
        return word(first);
      }
      default -> {
        if (!tokens.took("(")) {
          throw tokens.unexpected("a property, a number or a quoted text");
        }
        var inner = inBrackets.get();
        tokens.expect(")");
        return inner;
      }
    }
  }

  private Expression word(Token word) {
    if (TokenCursor.FORBIDDEN.contains(word.text())) {
      throw tokens.unexpected("a property, a number or a quoted text");
    }
    tokens.take();
    return switch (word.text()) {
      case "true", "false" -> new Expression.Literal(word.is("true"), word.at());
      case "null" -> new Expression.Literal(null, word.at());
      default ->
          tokens.now().is("(")
              ? new Expression.Property(null, word.text(), arguments(), false, word.at())
              : new Expression.Name(word.text(), word.at());
    };
  }

  private List<Expression> arguments() {
    var all = new ArrayList<Expression>();
    if (tokens.took("(") && !tokens.took(")")) {
      do {
        all.add(sum());
      } while (tokens.took(","));
      tokens.expect(")");
    }
    return all;
  }
}
