package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;

/** Reads a {@code then} block: {@code insert(new Offer("…", …).with("…", $x.y()));} and no more. */
final class ConclusionReader {
  private final ExpressionReader reader;

  ConclusionReader(String block, int at) {
    this.reader = new ExpressionReader(block, at);
  }

  List<Conclusion> all() {
    var all = new ArrayList<Conclusion>();
    while (!reader.now().isEnd()) {
      reader.expect("insert");
      reader.expect("(");
      all.add(one());
      reader.expect(")");
      reader.expect(";");
    }
    return all;
  }

  private Conclusion one() {
    reader.expect("new");
    var type = reader.take();
    reader.expect("(");
    var id = reader.take();
    if (id.kind() != Lexeme.Kind.TEXT) {
      throw new NotInLanguage(
          id.at(), "The id of %s is %s, expected a quoted text.".formatted(type.text(), id.text()));
    }
    var content = reader.took(",") ? reader.sum() : null;
    reader.expect(")");
    var choices = new ArrayList<Conclusion.Choice>();
    while (reader.took(".")) {
      reader.expect("with");
      reader.expect("(");
      var name = reader.sum();
      reader.expect(",");
      choices.add(new Conclusion.Choice(name, reader.sum()));
      reader.expect(")");
    }
    return new Conclusion(type.text(), id.unquoted(), content, choices, type.at());
  }
}
