package io.knowfirst.rules.check;

import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Walks one constraint word by word. KF116: a property that the fact has not. KF117: a comparison
 * of text with a number. KF118: anything that a condition may not do. KF119: a bad regular
 * expression. KF124: one that is not written out.
 */
final class ConstraintReader {
  private static final Set<String> OPERATORS =
      Set.of(
          "in",
          "not",
          "contains",
          "excludes",
          "matches",
          "memberOf",
          "soundslike",
          "str",
          "startsWith",
          "endsWith",
          "length",
          "null",
          "true",
          "false",
          "this",
          "and",
          "or");
  private static final int LONGEST_PATTERN = 200;
  private static final Pattern STRAY =
      Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\([^btnfr\"'0-7u\\\\])");
  private static final Set<String> OF_A_RESULT = Set.of("intValue", "longValue", "doubleValue");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
  private static final Set<String> FORBIDDEN = Set.of("new", "eval", "class", "instanceof");
  private static final Set<String> SYMBOLS =
      Set.of(
          "(", ")", ",", ".", "!.", ":", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "+",
          "-", "*", "/", "%", "[", "]");

  private static final Set<String> BETWEEN = Set.of("*", "/", "%");
  private static final Pattern WHOLE = Pattern.compile("(?<digits>\\d+)[lL]?");
  private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

  private final ParsedRule rule;
  private final @Nullable Class<?> type;
  private final int at;
  private final List<Token> tokens;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param type whose properties the words are; null for the result of an accumulate
   * @param at where the text stands
   */
  ConstraintReader(ParsedRule rule, @Nullable Class<?> type, String text, int at) {
    this.rule = rule;
    this.type = type;
    this.at = at;
    this.tokens = Token.all(text);
  }

  List<Finding> findings() {
    scan(0, tokens.size() - 1);
    return findings;
  }

  private void scan(int from, int to) {
    for (int i = from; i < to && findings.isEmpty(); i++) {
      var token = tokens.get(i);
      if (FORBIDDEN.contains(token.text())
          || (token.kind() == Token.Kind.SYMBOL && !SYMBOLS.contains(token.text()))
          || (BETWEEN.contains(token.text()) && (i == 0 || !isOperand(tokens.get(i - 1))))
          || (token.is("[") && (i == 0 || !tokens.get(i - 1).is("str")))) {
        add(token, "KF118", "A condition may not use \"%s\".".formatted(token.text()));
      } else if (token.isWord() && i > 0 && isDot(tokens.get(i - 1))) {
        if (!Vocabulary.isCallable(token.text())) {
          add(token, "KF118", "\"%s\" is no property of a fact.".formatted(token.text()));
        }
      } else if (token.is("matches")) {
        if (!RegexCalls.hasOperand(tokens, i)) {
          add(
              token,
              "KF203",
              "matches does not follow a property. Maybe name it again: url matches \"/a.*\" || url matches \"/b.*\".");
        }
        pattern(tokens.get(i + 1));
      } else if (token.isWord()) {
        i = root(i);
      }
    }
  }

  private void pattern(Token literal) {
    if (literal.kind() != Token.Kind.TEXT) {
      add(
          literal,
          "KF124",
          "matches is followed by %s, expected a pattern in quotes. Maybe == compares with what another fact says."
              .formatted(literal.text()));
      return;
    }
    var written = literal.unquoted();
    var stray = STRAY.matcher(written);
    if (stray.find()) {
      add(
          literal,
          "KF119",
          "%s has a single \\ before \"%s\", expected two: \\\\%2$s."
              .formatted(literal.text(), stray.group(1)));
      return;
    }
    if (written.length() > LONGEST_PATTERN) {
      add(literal, "KF119", "The pattern is longer than " + LONGEST_PATTERN + " characters.");
      return;
    }
    var problem = RegexCalls.problem(written);
    problem.ifPresent(why -> add(literal, why.code(), literal.text() + why.message()));
  }

  /** Reads a word and the properties after it; gives the place of the last token it took. */
  private int root(int i) {
    var token = tokens.get(i);
    boolean binds = tokens.get(i + 1).is(":");
    if (binds && !Variables.mayBeNamed(token.text())) {
      add(token, "KF201", Variables.advice(token.text()));
      return i;
    }
    boolean calls = tokens.get(i + 1).is("(");
    if (calls && rule.bound().contains(token.text()) && !isProperty(token.text())) {
      add(
          token,
          "KF118",
          "\"%s\" is a variable, expected a property before \"(\".".formatted(token.text()));
      return i;
    }
    if (OPERATORS.contains(token.text())
        || binds
        || (!calls && rule.bound().contains(token.text()))
        || (type == null && OF_A_RESULT.contains(token.text()))) {
      return i;
    }
    if (type == null) {
      add(token, "KF116", "\"%s\" is not known here.".formatted(token.text()));
      return i;
    }
    var property = property(type, token, tokens.get(i + 1).is("("));
    return property == null ? i : chain(i, property);
  }

  private boolean isProperty(String name) {
    return type != null && Vocabulary.properties(type).contains(name);
  }

  private int chain(int i, Method property) {
    var result = property.getReturnType();
    int last = i;
    while (true) {
      if (tokens.get(last + 1).is("(")) {
        int closing = closing(last + 1);
        scan(last + 2, closing);
        last = closing;
      }
      if (!isDot(tokens.get(last + 1))) {
        compare(last, result);
        return last;
      }
      if (!Fact.class.isAssignableFrom(result)) {
        return last;
      }
      last += 2;
      var next = property(result, tokens.get(last), tokens.get(last + 1).is("("));
      if (next == null) {
        return last;
      }
      result = next.getReturnType();
    }
  }

  private @Nullable Method property(Class<?> owner, Token token, boolean call) {
    var all =
        Vocabulary.accessors(owner).stream()
            .filter(method -> method.getName().equals(token.text()))
            .toList();
    int arguments = call && !tokens.get(tokens.indexOf(token) + 2).is(")") ? 1 : 0;
    var named = all.stream().filter(one -> one.getParameterCount() == arguments).findFirst();
    if (!all.isEmpty() && named.isEmpty()) {
      add(
          token,
          "KF116",
          arguments == 0
              ? "%1$s.%2$s looks back over days, expected how many. Maybe %2$s(90)."
                  .formatted(owner.getSimpleName(), token.text())
              : "%1$s.%2$s takes no days. Maybe %2$s without brackets."
                  .formatted(owner.getSimpleName(), token.text()));
      return null;
    }
    if (named.isEmpty()) {
      add(
          token,
          "KF116",
          "%s has no property \"%s\". %s"
              .formatted(
                  owner.getSimpleName(),
                  token.text(),
                  Suggestion.of(token.text(), Vocabulary.properties(owner))));
    }
    return named.orElse(null);
  }

  private void compare(int last, Class<?> result) {
    if (last + 2 >= tokens.size() || !COMPARISONS.contains(tokens.get(last + 1).text())) {
      return;
    }
    var literal = tokens.get(last + 2);
    boolean quoted = literal.kind() == Token.Kind.TEXT;
    if ((result.isPrimitive() || Vocabulary.isNumber(result)) && quoted) {
      add(
          literal,
          "KF117",
          "Compares a %s with the text %s. Maybe %s."
              .formatted(
                  result == boolean.class ? "truth value" : "number",
                  literal.text(),
                  result == boolean.class
                      ? "true or false, without quotes"
                      : "a number without quotes"));
    } else if (literal.kind() == Token.Kind.NUMBER && result == boolean.class) {
      add(literal, "KF117", "Compares a truth value with the number " + literal.text() + ".");
    } else if (literal.kind() == Token.Kind.NUMBER && result == String.class) {
      add(
          literal,
          "KF117",
          "Compares a text with the number %s. Maybe %s."
              .formatted(literal.text(), numberAdvice(last, literal)));
    } else if (result == int.class || result == Integer.class) {
      fits(literal.is("-") ? tokens.get(last + 3) : literal);
    }
  }

  private String numberAdvice(int last, Token literal) {
    var property = tokens.get(last).text();
    if (type == Trait.class && property.equals("value")) {
      return "number %s %s".formatted(tokens.get(last + 1).text(), literal.text());
    }
    return type == Moment.class && property.equals("date")
        ? IsoDate.of(literal.text()).map(date -> '"' + date + '"').orElse("\"2026-12-24\"")
        : '"' + literal.text() + '"';
  }

  /** A larger number makes the engine throw, at every decision. */
  private void fits(Token literal) {
    var whole = WHOLE.matcher(literal.text());
    if (whole.matches() && new BigInteger(whole.group("digits")).compareTo(MOST) > 0) {
      add(
          literal,
          "KF117",
          "Compares a whole number with %s, expected %d at most.".formatted(literal.text(), MOST));
    }
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size() - 2;
  }

  private static boolean isOperand(Token token) {
    return token.isWord()
        || token.kind() == Token.Kind.NUMBER
        || token.kind() == Token.Kind.TEXT
        || token.is(")");
  }

  private static boolean isDot(Token token) {
    return token.is(".") || token.is("!.");
  }

  private void add(Token token, String code, String message) {
    findings.add(rule.source().error(at + token.offset(), code, message));
  }
}
