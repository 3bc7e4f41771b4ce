package io.knowfirst.rules.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a file of sentences. */
public sealed interface SentencePart {
  /** Lines between rules, or a rule that is not written in the usual way. */
  record RawLines(String text) implements SentencePart {}

  /**
   * A rule.
   *
   * @param attributes as they follow each other
   * @param head the lines from its name to {@code when}; counts as long as it says the same, null
   *     where it was not written yet
   * @param divider the line with {@code then}; null where it was not written yet, as the next
   * @param end the line with {@code end}
   */
  record SentenceRule(
      String name,
      List<RuleAttribute> attributes,
      List<SentenceLine> when,
      List<SentenceLine> then,
      @Nullable String head,
      @Nullable String divider,
      @Nullable String end)
      implements SentencePart {
    public SentenceRule {
      attributes = List.copyOf(attributes);
      when = List.copyOf(when);
      then = List.copyOf(then);
    }
  }

  /**
   * What a rule says about itself, as {@code @owner("crm")}, or a line of its head that says
   * something else.
   *
   * @param name null for such a line
   * @param value the line, where there is no name
   */
  record RuleAttribute(@Nullable String name, String value) {}
}
