package io.knowfirst.rules.language;

import java.util.List;
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
  public Conclusion {
    choices = List.copyOf(choices);
  }

  /** What an offer tells its content's product selection. */
  public record Choice(Expression name, Expression value) {}
}
