package io.knowfirst.rules.engine;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.knowfirst.rules.language.Expression.Literal;
import io.knowfirst.rules.language.Expression.TextTest;
import io.knowfirst.rules.language.NotInLanguage;
import java.util.function.BiPredicate;

/** The operators on texts as code. None of them holds for a text that is null. */
final class TextChecks {
  /** Characters times instructions of a pattern: so few steps never take long. */
  private static final int FEW_STEPS = 4_096;

  private TextChecks() {}

  static Check of(TextTest test, TypedCode left, TypedCode right) {
    return switch (test.operator()) {
      case CONTAINS -> texts(test, left, right, (text, part) -> text.contains(part));
      case STARTS_WITH -> texts(test, left, right, String::startsWith);
      case ENDS_WITH -> texts(test, left, right, String::endsWith);
      case LENGTH -> length(test, left, right);
      case MATCHES -> matches(test, left);
    };
  }

  private static Check texts(
      TextTest test, TypedCode left, TypedCode right, BiPredicate<String, String> holds) {
    if (!left.isText() || !right.isText()) {
      throw new NotInLanguage(
          test.right().at(),
          "Compares a %s with a %s, expected two texts.".formatted(left.kind(), right.kind()));
    }
    var one = left.code();
    var other = right.code();
    boolean expected = !test.negated();
    return frame ->
        (one.of(frame) instanceof String text
                && other.of(frame) instanceof String part
                && holds.test(text, part))
            == expected;
  }

  private static Check length(TextTest test, TypedCode left, TypedCode right) {
    if (!left.isText() || !right.isNumber()) {
      throw new NotInLanguage(
          test.right().at(),
          "Compares the length of a %s with a %s, expected a text and a number."
              .formatted(left.kind(), right.kind()));
    }
    var one = left.code();
    var other = right.code();
    boolean expected = !test.negated();
    return frame ->
        (one.of(frame) instanceof String text && Operators.equal(text.length(), other.of(frame)))
            == expected;
  }

  private static Check matches(TextTest test, TypedCode left) {
    if (!left.isText()
        || !(test.right() instanceof Literal literal)
        || !(literal.value() instanceof String written)) {
      throw new NotInLanguage(
          test.right().at(), "matches compares a text with a pattern in quotes.");
    }
    try {
      var pattern = Pattern.compile(written);
      var code = left.code();
      boolean expected = !test.negated();
      return frame -> (code.of(frame) instanceof String text && matches(pattern, text)) == expected;
    } catch (PatternSyntaxException e) {
      throw new NotInLanguage(
          literal.at(),
          "\"%s\" is no pattern that is matched in linear time: %s. Maybe write it without looking ahead or back, and without \\1."
              .formatted(written, e.getDescription()));
    }
  }

  private static boolean matches(Pattern pattern, String text) {
    return (long) text.length() * pattern.programSize() <= FEW_STEPS
        ? pattern.matches(text)
        : pattern.matcher(new TimedText(text)).matches();
  }
}
