package io.knowfirst.rules.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the literals that a constraint lets a fact's key be. */
final class KeyLiterals {
  /** Nothing is known: the key may be anything. */
  static final Set<String> ANY = Set.of();

  private final List<Token> tokens;
  private final String key;

  private KeyLiterals(List<Token> tokens, String key) {
    this.tokens = tokens;
    this.key = key;
  }

  /** The literals; {@link #ANY} whenever in doubt. */
  static Set<String> of(String constraint, String key) {
    var tokens = Token.all(constraint);
    return new KeyLiterals(tokens.subList(0, tokens.size() - 1), key).read();
  }

  private Set<String> read() {
    if (tokens.size() > 2 && tokens.get(0).isWord() && tokens.get(1).is(":")) {
      return part(2, tokens.size());
    }
    return part(0, tokens.size());
  }

  private Set<String> part(int from, int to) {
    int or = split(from, to, "||");
    if (or >= 0) {
      var left = part(from, or);
      var right = part(or + 1, to);
      if (left.isEmpty() || right.isEmpty()) {
        return ANY;
      }
      var both = new HashSet<>(left);
      both.addAll(right);
      return both;
    }
    int and = split(from, to, "&&");
    if (and >= 0) {
      var left = part(from, and);
      return left.isEmpty() ? part(and + 1, to) : left;
    }
    if (to - from > 2 && tokens.get(from).is("(") && closing(from, to) == to - 1) {
      return part(from + 1, to - 1);
    }
    return single(from, to);
  }

  private Set<String> single(int from, int to) {
    if (to - from == 3 && tokens.get(from + 1).is("==")) {
      var left = tokens.get(from);
      var right = tokens.get(from + 2);
      if (left.is(key) && right.kind() == Token.Kind.TEXT) {
        return literal(right);
      }
      return right.is(key) && left.kind() == Token.Kind.TEXT ? literal(left) : ANY;
    }
    if (to - from < 5
        || !tokens.get(from).is(key)
        || !tokens.get(from + 1).is("in")
        || closing(from + 2, to) != to - 1) {
      return ANY;
    }
    var literals = new HashSet<String>();
    for (int i = from + 3; i < to - 1; i++) {
      var token = tokens.get(i);
      boolean comma = (i - from) % 2 == 0;
      if (comma ? !token.is(",") : literal(token).isEmpty()) {
        return ANY;
      }
      literals.addAll(comma ? ANY : literal(token));
    }
    return literals;
  }

  private static Set<String> literal(Token token) {
    return token.kind() != Token.Kind.TEXT || token.text().indexOf('\\') >= 0
        ? ANY
        : Set.of(token.unquoted());
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
    return -1;
  }

  private static int depth(Token token) {
    return token.is("(") ? 1 : token.is(")") ? -1 : 0;
  }
}
