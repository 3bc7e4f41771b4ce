package io.knowfirst.rules.language;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a rule derives.
 *
 * @param type Member, Offer or Audience
 * @param id of the segment, campaign or experiment
 * @param content of an offer; null where it names none
 */
public record Conclusion(
    String type, String id, @Nullable Expression content, List<Choice> choices, int at) {
  static final Set<String> TYPES = Set.of("Member", "Offer", "Audience");

  public Conclusion {
    choices = List.copyOf(choices);
  }

  /** The content that an offer names by a quoted text; null for none, or another. */
  public @Nullable String namedContent() {
    return content instanceof Expression.Literal literal && literal.value() instanceof String text
        ? text
        : null;
  }

  /** All that it is told beside its id. */
  public Stream<Expression> told() {
    var first = content == null ? Stream.<Expression>of() : Stream.of(content);
    return Stream.concat(
        first, choices.stream().flatMap(choice -> Stream.of(choice.name(), choice.value())));
  }

  /** What an offer tells its content's product selection. */
  public record Choice(Expression name, Expression value) {}
}
