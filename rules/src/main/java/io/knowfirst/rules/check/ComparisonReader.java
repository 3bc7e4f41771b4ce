package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Understands a constraint as far as it compares properties with literals; keeps the text of the
 * rest.
 */
final class ComparisonReader {
  private final Class<?> type;
  private final List<Token> tokens;
  private final int at;
  private final List<Comparison> comparisons = new ArrayList<>();
  private String left = "";

  /**
   * @param at where the text stands
   */
  ComparisonReader(Class<?> type, String text, int at) {
    this.type = type;
    this.tokens = Token.all(text);
    this.at = at;
  }

  /** The ways to satisfy the constraint. */
  List<Clause> ways() {
    int end = tokens.size() - 1;
    boolean binds = end > 2 && tokens.get(0).isWord() && tokens.get(1).is(":");
    return binds && end == 3 ? Clause.ANYTHING : part(binds ? 2 : 0, end);
  }

  /** What was understood, as written. */
  List<Comparison> comparisons() {
    return comparisons;
  }

  private List<Clause> part(int from, int to) {
    int or = split(from, to, "||");
    if (or >= 0) {
      var ways = new ArrayList<>(part(from, or));
      ways.addAll(part(or + 1, to));
      return ways;
    }
    int and = split(from, to, "&&");
    if (and >= 0) {
      return Clause.both(part(from, and), part(and + 1, to));
    }
    if (to - from > 2 && tokens.get(from).is("(") && closing(from, to) == to - 1) {
      return part(from + 1, to - 1);
    }
    return single(from, to);
  }

  private List<Clause> single(int from, int to) {
    for (int i = from; i < to; i++) {
      var token = tokens.get(i);
      boolean group =
          token.is("(") && i > from && i + 1 < to && Comparison.isOperator(tokens.get(i + 1));
      if (group && closing(i, to) == to - 1) {
        left = text(from, i);
        return part(i + 1, to - 1);
      }
      if (token.is("(")) {
        i = closing(i, to);
      } else if (Comparison.isOperator(token)) {
        return compared(from, i, to);
      } else if (token.is("in") && i > from) {
        boolean not = tokens.get(i - 1).is("not");
        return listed(from, not ? i - 1 : i, i + 1, to, not);
      }
    }
    var property = text(from, to);
    boolean truth = Vocabulary.result(type, property).filter(boolean.class::equals).isPresent();
    return truth
        ? known(property, "==", List.of(Scalar.of("true")), from)
        : Clause.text(plain(from, to));
  }

  private List<Clause> compared(int from, int operator, int to) {
    var sign = tokens.get(operator).text();
    if (operator > from) {
      left = text(from, operator);
    }
    var right = literal(operator + 1, to);
    if (right != null && isKnown(left)) {
      return known(left, sign, List.of(right), from);
    }
    if (to - operator == 2 && tokens.get(operator + 1).is("null") && isKnown(left)) {
      return known(left, sign, List.of(), from);
    }
    var first = literal(from, operator);
    var property = text(operator + 1, to);
    return first != null && isKnown(property)
        ? known(property, Comparison.mirrored(sign), List.of(first), from)
        : Clause.text(plain(from, to));
  }

  private List<Clause> listed(int from, int end, int open, int to, boolean not) {
    var property = text(from, end);
    var values = new ArrayList<Scalar>();
    boolean literals = isKnown(property) && tokens.get(open).is("(") && closing(open, to) == to - 1;
    int start = open + 1;
    for (int i = start; literals && i < to; i++) {
      if (tokens.get(i).is(",") || i == to - 1) {
        var value = literal(start, i);
        literals = value != null;
        if (value != null) {
          values.add(value);
        }
        start = i + 1;
      }
    }
    return literals
        ? known(property, not ? "not in" : "in", values, from)
        : Clause.text(plain(from, to));
  }

  private List<Clause> known(String property, String operator, List<Scalar> values, int from) {
    var ranges = Ranges.none();
    boolean whole = whole(property);
    if (values.isEmpty()) {
      ranges = operator.equals("==") ? Ranges.onlyNull() : Ranges.onlyNull().not();
    } else if (operator.endsWith("in")) {
      ranges =
          Ranges.anyOf(
              values.stream().map(value -> Comparison.ranges("==", value, whole)).toList());
      ranges = operator.equals("in") ? ranges : ranges.not();
    } else {
      ranges = Comparison.ranges(operator, values.get(0), whole);
    }
    int place = at + tokens.get(from).offset();
    comparisons.add(new Comparison(type, property, operator, ranges, values, place));
    return Clause.of(property, ranges.and(Bounds.of(type, property)));
  }

  private boolean isKnown(String property) {
    return !property.isEmpty() && Vocabulary.result(type, property).isPresent();
  }

  private boolean whole(String property) {
    return Vocabulary.result(type, property).filter(Vocabulary::isWhole).isPresent();
  }

  private @Nullable Scalar literal(int from, int to) {
    boolean minus = to - from == 2 && tokens.get(from).is("-");
    if (to - from != (minus ? 2 : 1)) {
      return null;
    }
    var token = tokens.get(minus ? from + 1 : from);
    if (token.kind() == Token.Kind.NUMBER) {
      try {
        double number = Double.parseDouble(token.text().replaceAll("[lLbBiI]$", ""));
        return Scalar.of(minus ? -number : number);
      } catch (NumberFormatException e) {
        return null;
      }
    }
    if (minus) {
      return null;
    }
    boolean truth = token.is("true") || token.is("false");
    boolean quoted = token.kind() == Token.Kind.TEXT && token.text().indexOf('\\') < 0;
    return truth ? Scalar.of(token.text()) : quoted ? Scalar.of(token.unquoted()) : null;
  }

  private String text(int from, int to) {
    return tokens.subList(from, to).stream().map(Token::text).collect(Collectors.joining());
  }

  private String plain(int from, int to) {
    return tokens.subList(from, to).stream().map(Token::text).collect(Collectors.joining(" "));
  }

  private int split(int from, int to, String operator) {
    int depth = 0;
    for (int i = from; i < to; i++) {
      depth += depth(tokens.get(i));
      if (depth == 0 && tokens.get(i).is(operator)) {
        return i;
      }
    }
    return -1;
  }

  private int closing(int open, int to) {
    int depth = 0;
    for (int i = open; i < to; i++) {
      depth += depth(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    return to;
  }

  private static int depth(Token token) {
    return token.is("(") ? 1 : token.is(")") ? -1 : 0;
  }
}
