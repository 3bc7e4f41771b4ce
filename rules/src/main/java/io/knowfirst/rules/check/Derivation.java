package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fact that a {@code then} block inserts.
 *
 * @param type Member or Offer
 * @param id of the segment or campaign
 * @param content of an offer that names one by literal
 * @param at offset within the block
 * @param text as written, with single blanks
 */
record Derivation(String type, String id, @Nullable String content, int at, String text) {

  /** What is wrong with a {@code then} block, and where. */
  static final class NotAllowed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int at;

    NotAllowed(int at, String message) {
      super(message, null, false, false);
      this.at = at;
    }

    int at() {
      return at;
    }
  }

  /** Whether it is the same whatever the conditions matched, and written without escapes. */
  boolean isPlain() {
    var plain =
        "new %s ( \"%s\"%s )".formatted(type, id, content == null ? "" : " , \"" + content + '"');
    return text.equals(plain) && text.indexOf('\\') < 0;
  }

  /**
   * Reads a block of {@code insert(new Member("…"));} and {@code insert(new Offer("…", …).with("…",
   * $x.y()));}: the whole of the language that {@code then} may use.
   *
   * @param bound variables that the conditions bind
   * @param audience whether the block is that of an experiment's audience
   * @throws NotAllowed at the first thing that is none of it
   */
  static List<Derivation> read(String block, Set<String> bound, boolean audience) {
    return new Reader(Token.all(block), bound, audience).block();
  }

  private static final class Reader {
    private final List<Token> tokens;
    private final Set<String> bound;
    private final boolean audience;
    private int next;

    Reader(List<Token> tokens, Set<String> bound, boolean audience) {
      this.tokens = tokens;
      this.bound = bound;
      this.audience = audience;
    }

    List<Derivation> block() {
      var derivations = new ArrayList<Derivation>();
      while (peek().kind() != Token.Kind.END) {
        if (!peek().is("insert")) {
          throw new NotAllowed(
              peek().offset(),
              "Found \"%s\" in the then block, expected insert(new Member(…)); or insert(new Offer(…));. Maybe derive it in a rule of its own."
                  .formatted(peek().text()));
        }
        expect("insert");
        expect("(");
        derivations.add(creation());
        expect(")");
        expect(";");
      }
      return derivations;
    }

    private Derivation creation() {
      int first = next;
      expect("new");
      var type = take();
      if (!type.is("Member") && !type.is("Offer") && !(audience && type.is("Audience"))) {
        throw new NotAllowed(
            type.offset(),
            "The then block creates %s, expected Member or Offer.".formatted(type.text()));
      }
      expect("(");
      var id = take();
      if (id.kind() != Token.Kind.TEXT) {
        throw new NotAllowed(
            id.offset(),
            "The id of %s is %s, expected a quoted text, so that the rule can be checked and found by it."
                .formatted(type.text(), id.text()));
      }
      String content = null;
      if (peek().is(",")) {
        expect(",");
        content = peek().kind() == Token.Kind.TEXT ? peek().unquoted() : null;
        value();
      }
      expect(")");
      while (peek().is(".")) {
        expect(".");
        expect("with");
        expect("(");
        value();
        expect(",");
        value();
        expect(")");
      }
      var text =
          tokens.subList(first, next).stream().map(Token::text).collect(Collectors.joining(" "));
      return new Derivation(type.text(), id.unquoted(), content, type.offset(), text);
    }

    private void value() {
      var first = take();
      if (first.kind() == Token.Kind.TEXT || first.kind() == Token.Kind.NUMBER) {
        return;
      }
      if (!first.isWord() || !bound.contains(first.text())) {
        throw new NotAllowed(
            first.offset(),
            "Found \"%s\" in the then block, expected a quoted text, a number or a variable that the conditions bind%s."
                .formatted(
                    first.text(), bound.isEmpty() ? "" : " (" + String.join(", ", bound) + ")"));
      }
      while (peek().is(".")) {
        expect(".");
        var name = take();
        if (!Vocabulary.isCallable(name.text())) {
          throw new NotAllowed(
              name.offset(), "\"%s\" is no property of a fact.".formatted(name.text()));
        }
        if (peek().is("(")) {
          arguments();
        }
      }
    }

    private void arguments() {
      expect("(");
      while (!peek().is(")")) {
        value();
        if (!peek().is(")")) {
          expect(",");
        }
      }
      expect(")");
    }

    private Token peek() {
      return tokens.get(next);
    }

    private Token take() {
      var token = tokens.get(next);
      next = Math.min(next + 1, tokens.size() - 1);
      return token;
    }

    private void expect(String symbol) {
      var token = take();
      if (!token.is(symbol)) {
        throw new NotAllowed(
            token.offset(),
            "Found \"%s\" in the then block, expected \"%s\".".formatted(token.text(), symbol));
      }
    }
  }
}
