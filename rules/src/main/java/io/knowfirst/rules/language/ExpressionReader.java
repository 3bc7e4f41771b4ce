package io.knowfirst.rules.language;

import io.knowfirst.rules.language.Expression.TextTest.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions by recursive descent, to a bounded depth and with a bounded number of
 * operators.
 */
final class ExpressionReader {
  private static final int DEEPEST = 100;
  private static final int MOST_OPERATORS = 200;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "contains", Operator.CONTAINS,
          "excludes", Operator.CONTAINS,
          "matches", Operator.MATCHES,
          "memberOf", Operator.MEMBER_OF,
          "soundslike", Operator.SOUNDS_LIKE);
  private static final Map<String, Operator> OF_TEXTS =
      Map.of(
          "startsWith", Operator.STARTS_WITH,
          "endsWith", Operator.ENDS_WITH,
          "length", Operator.LENGTH);

  private final List<Lexeme> lexemes;
  private int next;
  private int depth;
  private int operators;

  /** Reads a text that begins at an offset. */
  ExpressionReader(String text, int at) {
    this.lexemes = Lexeme.all(text, at);
  }

  /** The whole of the text as one constraint. */
  Expression constraint() {
    var read = or(null);
    if (!now().isEnd()) {
      throw unexpected("the end of the condition");
    }
    return read;
  }

  /**
   * @param left what a comparison without a left side compares; null for nothing
   */
  private Expression or(@Nullable Expression left) {
    if (++depth > DEEPEST) {
      throw new NotInLanguage(now().at(), "Brackets lie deeper than " + DEEPEST + " levels.");
    }
    int at = now().at();
    var all = new ArrayList<Expression>();
    all.add(and(left));
    while (now().is("||")) {
      take();
      all.add(and(LeftSide.of(all.get(all.size() - 1))));
    }
    depth--;
    return all.size() == 1 ? all.get(0) : new Expression.Or(all, at);
  }

  private Expression and(@Nullable Expression left) {
    int at = now().at();
    var all = new ArrayList<Expression>();
    all.add(relation(left));
    while (now().is("&&")) {
      take();
      all.add(relation(LeftSide.of(all.get(all.size() - 1))));
    }
    return all.size() == 1 ? all.get(0) : new Expression.And(all, at);
  }

  private Expression relation(@Nullable Expression left) {
    if (isOperator(now(), peek(1))) {
      if (left == null) {
        throw unexpected("a property");
      }
      return compared(left);
    }
    if (now().isWord() && peek(1).is(":")) {
      var variable = take();
      take();
      var of = sum();
      return compared(new Expression.Binding(variable.text(), of, variable.at()));
    }
    return compared(sum());
  }

  private Expression compared(Expression left) {
    if (now().is("(") && isOperator(peek(1), peek(2))) {
      take();
      var group = or(LeftSide.unbound(left));
      expect(")");
      return left instanceof Expression.Binding
          ? new Expression.And(List.of(left, group), left.at())
          : group;
    }
    if (!isOperator(now(), peek(1))) {
      return left;
    }
    int at = left.at();
    boolean negated = now().is("not");
    if (negated) {
      take();
    }
    var operator = take();
    if (COMPARISONS.contains(operator.text())) {
      return new Expression.Comparison(operator.text(), left, sum(), at);
    }
    if (operator.is("in")) {
      return new Expression.In(left, list(), negated, at);
    }
    if (operator.is("str")) {
      expect("[");
      var name = take();
      var ofText = OF_TEXTS.get(name.text());
      if (ofText == null) {
        throw new NotInLanguage(
            name.at(),
            "A condition may not use str[%s], expected startsWith, endsWith or length."
                .formatted(name.text()));
      }
      expect("]");
      return new Expression.TextTest(ofText, left, sum(), negated, at);
    }
    var known = OPERATORS.get(operator.text());
    if (known == null) {
      throw new NotInLanguage(operator.at(), operator.shown() + " is no operator.");
    }
    boolean excludes = operator.is("excludes");
    return new Expression.TextTest(known, left, sum(), negated != excludes, at);
  }

  private static boolean isOperator(Lexeme first, Lexeme second) {
    if (first.kind() == Lexeme.Kind.SYMBOL) {
      return COMPARISONS.contains(first.text());
    }
    return first.is("not")
        ? second.isWord() && isOperator(second, second)
        : first.is("in")
            || first.is("str")
            || (first.isWord() && OPERATORS.containsKey(first.text()));
  }

  private List<Expression> list() {
    expect("(");
    var all = new ArrayList<Expression>();
    do {
      all.add(sum());
    } while (took(","));
    expect(")");
    return all;
  }

  /** An operand, which may be computed. */
  Expression sum() {
    var left = product();
    while (now().is("+") || now().is("-")) {
      operator();
      left = new Expression.Arithmetic(take().text(), left, product(), left.at());
    }
    return left;
  }

  private Expression product() {
    var left = unary();
    while (now().is("*") || now().is("/") || now().is("%")) {
      operator();
      left = new Expression.Arithmetic(take().text(), left, unary(), left.at());
    }
    return left;
  }

  /** Each makes the tree deeper, and whatever walks through the tree needs stack for it. */
  private void operator() {
    if (++operators > MOST_OPERATORS) {
      throw new NotInLanguage(
          now().at(),
          "The condition computes with more than %d operators. Maybe derive segments first."
              .formatted(MOST_OPERATORS));
    }
  }

  private Expression unary() {
    if (now().is("-")) {
      operator();
      int at = take().at();
      var of = unary();
      return of instanceof Expression.Literal literal && literal.value() instanceof Number number
          ? new Expression.Literal(Numbers.negative(number), at)
          : new Expression.Negative(of, at);
    }
    if (now().is("!")) {
      operator();
      int at = take().at();
      return new Expression.Not(unary(), at);
    }
    return chain(primary());
  }

  private Expression primary() {
    var first = now();
    switch (first.kind()) {
      case NUMBER -> {
        take();
        return new Expression.Literal(Numbers.read(first), first.at());
      }
      case TEXT -> {
        take();
        return new Expression.Literal(first.unquoted(), first.at());
      }
      case WORD -> {
        return word();
      }
      default -> {
        if (!first.is("(")) {
          throw unexpected("a property, a number or a quoted text");
        }
        take();
        var inner = or(null);
        expect(")");
        return inner;
      }
    }
  }

  private Expression word() {
    var word = take();
    switch (word.text()) {
      case "true", "false" -> {
        return new Expression.Literal(word.is("true"), word.at());
      }
      case "null" -> {
        return new Expression.Literal(null, word.at());
      }
      case "new", "eval", "class", "instanceof" ->
          throw new NotInLanguage(
              word.at(), "A condition may not use \"%s\".".formatted(word.text()));
      default -> {
        return now().is("(")
            ? new Expression.Property(null, word.text(), arguments(), false, word.at())
            : new Expression.Name(word.text(), word.at());
      }
    }
  }

  private Expression chain(Expression first) {
    var owner = first;
    while (now().is(".") || now().is("!.")) {
      operator();
      boolean nullSafe = take().is("!.");
      var name = take();
      if (!name.isWord()) {
        throw new NotInLanguage(
            name.at(), "Found %s, expected a property.".formatted(name.shown()));
      }
      var arguments = now().is("(") ? arguments() : List.<Expression>of();
      owner = new Expression.Property(owner, name.text(), arguments, nullSafe, name.at());
    }
    return owner;
  }

  private List<Expression> arguments() {
    expect("(");
    var all = new ArrayList<Expression>();
    if (!now().is(")")) {
      do {
        all.add(sum());
      } while (took(","));
    }
    expect(")");
    return all;
  }

  Lexeme now() {
    return lexemes.get(next);
  }

  private Lexeme peek(int ahead) {
    return lexemes.get(Math.min(next + ahead, lexemes.size() - 1));
  }

  Lexeme take() {
    var taken = now();
    next = Math.min(next + 1, lexemes.size() - 1);
    return taken;
  }

  boolean took(String symbol) {
    boolean is = now().is(symbol);
    if (is) {
      take();
    }
    return is;
  }

  void expect(String symbol) {
    if (!took(symbol)) {
      throw unexpected("\"" + symbol + "\"");
    }
  }

  NotInLanguage unexpected(String expected) {
    return new NotInLanguage(
        now().at(), "Found %s, expected %s.".formatted(now().shown(), expected));
  }
}
