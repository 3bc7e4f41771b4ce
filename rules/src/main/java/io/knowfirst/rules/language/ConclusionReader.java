package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;

/** Reads a {@code then} block: {@code insert(new Offer("…", …).with("…", $x.y()));} and no more. */
final class ConclusionReader {
  private final TokenCursor tokens;
  private final OperandReader operands;

  ConclusionReader(String block, int at) {
    this.tokens = TokenCursor.ofThen(block, at);
    this.operands =
        new OperandReader(
            tokens,
            () -> {
              throw tokens.unexpected("a quoted text, a number or a variable");
            });
  }

  /**
   * @param into gets what is read
   * @throws NotInLanguage at the first thing that is none of it
   */
  void readInto(List<Conclusion> into) {
    while (!tokens.now().isEnd()) {
      if (!tokens.took("insert")) {
        throw tokens.unexpected(
            "insert(new Member(…)); or insert(new Offer(…));. Maybe derive it in a rule of its own");
      }
      tokens.expect("(");
      var read = one();
      tokens.expect(")");
      tokens.expect(";");
      into.add(read);
    }
  }

  private Conclusion one() {
    tokens.expect("new");
    var type = tokens.take();
    if (!Conclusion.TYPES.contains(type.text())) {
      throw new NotInLanguage(
          "KF109", type.at(), "The then block creates %s, expected Member or Offer.", type.text());
    }
    tokens.expect("(");
    var id = tokens.take();
    if (id.kind() != Token.TokenKind.TEXT) {
      throw new NotInLanguage(
          "KF109",
          id.at(),
          "The id of %s is %s, expected a quoted text, so that the rule can be checked and found by it.",
          type.text(),
          id.text());
    }
    var content = tokens.took(",") ? operands.chain() : null;
    tokens.expect(")");
    var choices = new ArrayList<Conclusion.Choice>();
    while (tokens.took(".")) {
      tokens.expect("with");
      tokens.expect("(");
      var name = operands.chain();
      tokens.expect(",");
      choices.add(new Conclusion.Choice(name, operands.chain()));
      tokens.expect(")");
    }
    return new Conclusion(type.text(), id.unquoted(), content, choices, type.at());
  }
}
