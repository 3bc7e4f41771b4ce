package io.knowfirst.rules.engine;

import io.knowfirst.rules.facts.Audience;
import io.knowfirst.rules.facts.Member;
import io.knowfirst.rules.facts.Offer;
import io.knowfirst.rules.language.Conclusion;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import org.jspecify.annotations.Nullable;

/** Makes what a rule derives. */
@FunctionalInterface
interface Conclude {
  Object from(@Nullable Object[] frame);

  /** The code of a conclusion. */
  static Conclude of(Conclusion conclusion, Scope scope) {
    return switch (conclusion.type()) {
      case "Member" -> {
        var member = new Member(conclusion.id());
        yield frame -> member;
      }
      case "Audience" -> {
        var audience = new Audience(conclusion.id());
        yield frame -> audience;
      }
      case "Offer" -> offer(conclusion, scope);
      default ->
          throw new NotInLanguage(
              conclusion.at(),
              "The then block creates %s, expected Member or Offer.".formatted(conclusion.type()));
    };
  }

  private static Conclude offer(Conclusion conclusion, Scope scope) {
    var id = conclusion.id();
    var written = conclusion.content();
    if (conclusion.choices().isEmpty()
        && (written == null || written instanceof Expression.Literal)) {
      var content = written == null ? null : text(written, scope).of(new Object[0]);
      var offer = content == null ? new Offer(id) : new Offer(id, (String) content);
      return frame -> offer;
    }
    var content = written == null ? null : text(written, scope);
    var names = conclusion.choices().stream().map(one -> text(one.name(), scope)).toList();
    var values = conclusion.choices().stream().map(one -> text(one.value(), scope)).toList();
    return frame -> {
      var known = content == null ? null : content.of(frame);
      var offer = known == null ? new Offer(id) : new Offer(id, (String) known);
      for (int i = 0; i < names.size(); i++) {
        if (names.get(i).of(frame) instanceof String name) {
          offer = offer.with(name, (String) values.get(i).of(frame));
        }
      }
      return offer;
    };
  }

  private static Code text(Expression expression, Scope scope) {
    var value = new Translator(scope, -1, null).value(expression);
    if (!value.isText() && value.type() != Void.class) {
      throw new NotInLanguage(
          expression.at(), "An offer is told a %s, expected a text.".formatted(value.kind()));
    }
    return value.code();
  }
}
