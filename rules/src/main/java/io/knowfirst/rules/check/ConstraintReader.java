package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Suggestion;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.jspecify.annotations.Nullable;

/**
 * Walks one constraint word by word. KF116: a property that the fact has not. KF117: a comparison
 * of text with a number. KF118: anything that a condition may not do.
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
  private static final Set<String> TEXT_METHODS =
      Set.of(
          "startsWith",
          "endsWith",
          "contains",
          "length",
          "isEmpty",
          "toLowerCase",
          "equalsIgnoreCase");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", ">", "<=", ">=");
  private static final Set<String> FORBIDDEN =
      Set.of("new", "eval", "class", "instanceof", "=", "{", "}", ";", "->", "::", "#", "?", "@");

  private final ParsedRule rule;
  private final @Nullable Class<?> type;
  private final int at;
  private final List<Token> tokens;
  private final List<Finding> findings = new ArrayList<>();

  ConstraintReader(ParsedRule rule, @Nullable Class<?> type, ExprConstraintDescr constraint) {
    this.rule = rule;
    this.type = type;
    this.at = rule.at(constraint);
    this.tokens = Token.all(constraint.getText());
  }

  List<Finding> findings() {
    for (int i = 0; i < tokens.size() && findings.isEmpty(); i++) {
      var token = tokens.get(i);
      if (FORBIDDEN.contains(token.text())) {
        add(token, "KF118", "A condition may not use \"%s\".".formatted(token.text()));
      } else if (token.isWord() && (i == 0 || !isDot(tokens.get(i - 1)))) {
        i = root(i);
      }
    }
    return findings;
  }

  /** Reads a word and the properties after it; gives the place of the last token it took. */
  private int root(int i) {
    var token = tokens.get(i);
    boolean call = tokens.get(i + 1).is("(");
    if (OPERATORS.contains(token.text()) || tokens.get(i + 1).is(":")) {
      return i;
    }
    if (rule.bound().contains(token.text())) {
      return i;
    }
    if (type == null) {
      return tokens.size();
    }
    var property = property(type, token, call);
    return property == null ? tokens.size() : chain(i, property);
  }

  private int chain(int i, Method property) {
    var result = property.getReturnType();
    int last = i;
    while (true) {
      if (tokens.get(last + 1).is("(")) {
        last = closing(last + 1);
      }
      if (!isDot(tokens.get(last + 1))) {
        compare(last, result);
        return last;
      }
      last += 2;
      var token = tokens.get(last);
      if (result == String.class) {
        if (!TEXT_METHODS.contains(token.text())) {
          add(token, "KF118", "A condition may not call \"%s\" of a text.".formatted(token.text()));
        }
        return last;
      }
      var next = property(result, token, tokens.get(last + 1).is("("));
      if (next == null) {
        return tokens.size();
      }
      result = next.getReturnType();
    }
  }

  private @Nullable Method property(Class<?> owner, Token token, boolean call) {
    var named =
        Vocabulary.accessors(owner).stream()
            .filter(method -> method.getName().equals(token.text()))
            .filter(method -> call || method.getParameterCount() == 0)
            .findFirst();
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
    boolean number = result.isPrimitive() && result != boolean.class;
    if (number && literal.kind() == Token.Kind.TEXT) {
      add(literal, "KF117", "Compares a number with the text %s.".formatted(literal.text()));
    } else if (result == String.class && literal.kind() == Token.Kind.NUMBER) {
      add(
          literal,
          "KF117",
          "Compares a text with the number %s. Maybe \"%s\"."
              .formatted(literal.text(), literal.text()));
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

  private static boolean isDot(Token token) {
    return token.is(".") || token.is("!.");
  }

  private void add(Token token, String code, String message) {
    findings.add(rule.source().error(at + token.offset(), code, message));
  }
}
