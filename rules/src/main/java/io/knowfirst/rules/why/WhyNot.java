package io.knowfirst.rules.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Why a rule did not fire, or that it did.
 *
 * @param file and line: where the rule stands; empty and 0 for a rule that there is not
 * @param unmet what was not met, one for each alternative that the rule's {@code or} allows
 * @param because where a segment was missing, why the rules that derive it did not fire
 * @param text in one sentence
 */
public record WhyNot(
    String rule,
    String file,
    int line,
    Status status,
    String text,
    List<Unmet> unmet,
    List<WhyNot> because) {

  public enum Status {
    FIRED,
    NOT_MET,
    FAILED,
    UNKNOWN;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** As it stands in answers: {@code not-met}. */
    public String word() {
      return word;
    }
  }

  public WhyNot {
    unmet = List.copyOf(unmet);
    because = List.copyOf(because);
  }

  /** The whole of it as lines for people, what follows from something indented under it. */
  public List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("\"%s\" %s".formatted(rule, text));
    unmet.forEach(one -> lines.add("  " + one.placed()));
    because.forEach(one -> one.lines().forEach(line -> lines.add("    " + line)));
    return lines;
  }
}
