package io.knowfirst.rules.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.PatternDescr;

/**
 * A rule's conditions in its author's words, with their places in the author's file.
 *
 * @param conditions on facts, in the order of the text, those within not, exists and or as well
 */
public record RuleText(String rule, String file, int line, List<Condition> conditions) {
  public RuleText {
    conditions = List.copyOf(conditions);
  }

  /**
   * A condition on one fact.
   *
   * @param type of the fact
   * @param parts what is asked of it, without what is only given a name
   */
  public record Condition(String type, String text, int line, int column, List<Part> parts) {
    public Condition {
      parts = List.copyOf(parts);
    }
  }

  /**
   * One comparison.
   *
   * @param properties of the fact that it looks at, as written
   * @param literals it compares with, as written
   * @param key whether it says which facts there must be, by their key
   */
  public record Part(
      String text,
      int line,
      int column,
      List<String> properties,
      List<String> literals,
      boolean key) {
    public Part {
      properties = List.copyOf(properties);
      literals = List.copyOf(literals);
    }
  }

  static RuleText of(ParsedRule rule) {
    var conditions = rule.patterns().stream().map(pattern -> condition(rule, pattern)).toList();
    var line = rule.source().place(rule.at()).line();
    return new RuleText(rule.name(), rule.source().name(), line, conditions);
  }

  private static Condition condition(ParsedRule rule, PatternDescr pattern) {
    var parts = new ArrayList<Part>();
    for (var constraint : ParsedRule.constraints(pattern)) {
      parts(rule, pattern, constraint, parts);
    }
    var place = rule.source().place(at(rule, pattern));
    var text =
        pattern.getSource() instanceof AccumulateDescr sum ? sum(rule, sum) : text(rule, pattern);
    return new Condition(pattern.getObjectType(), text, place.line(), place.column(), parts);
  }

  /** A sum that stands alone has no place of its own for the parser, nor have its comparisons. */
  private static int at(ParsedRule rule, PatternDescr pattern) {
    return pattern.getLine() < 1 && pattern.getSource() instanceof AccumulateDescr sum
        ? Math.max(0, rule.source().text().lastIndexOf("accumulate", first(rule, sum.getInput())))
        : rule.at(pattern);
  }

  private static int first(ParsedRule rule, BaseDescr input) {
    return input instanceof ConditionalElementDescr group && !group.getDescrs().isEmpty()
        ? first(rule, (BaseDescr) group.getDescrs().get(0))
        : rule.at(input);
  }

  private static int at(ParsedRule rule, PatternDescr pattern, ExprConstraintDescr constraint) {
    int found =
        constraint.getLine() < 1
            ? rule.source().text().indexOf(constraint.getText(), at(rule, pattern))
            : -1;
    return found < 0 ? rule.at(constraint) : found;
  }

  private static String sum(ParsedRule rule, AccumulateDescr sum) {
    var functions =
        sum.getFunctions().stream()
            .map(
                one ->
                    (one.getBind() == null ? "" : one.getBind() + " : ")
                        + one.getFunction()
                        + "("
                        + String.join(", ", one.getParams())
                        + ")")
            .collect(Collectors.joining(", "));
    return "accumulate(%s; %s)".formatted(over(rule, sum.getInput()), functions);
  }

  private static String over(ParsedRule rule, BaseDescr input) {
    if (input instanceof PatternDescr pattern) {
      return text(rule, pattern).replaceAll("\\s*;$", "");
    }
    return input instanceof ConditionalElementDescr group
        ? group.getDescrs().stream()
            .map(part -> over(rule, (BaseDescr) part))
            .collect(Collectors.joining(" and "))
        : "…";
  }

  private static String text(ParsedRule rule, PatternDescr pattern) {
    var all = rule.source().text();
    int from = rule.at(pattern);
    int until = Math.min(all.length(), pattern.getEndCharacter() + 1);
    var text = from < until ? all.substring(from, until) : pattern.getObjectType();
    return text.replaceAll("\\s+", " ").strip();
  }

  /** The constraint, cut at each {@code &&} that is not within brackets. */
  private static void parts(
      ParsedRule rule, PatternDescr pattern, ExprConstraintDescr constraint, List<Part> parts) {
    var text = constraint.getText();
    var tokens = Token.all(text);
    int depth = 0;
    int from = 0;
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
      if (token.kind() == Token.Kind.END || (depth == 0 && token.is("&&"))) {
        part(
                rule,
                pattern,
                at(rule, pattern, constraint),
                text.substring(from, token.offset()),
                from)
            .ifPresent(parts::add);
        from = token.offset() + token.text().length();
      }
    }
  }

  private static Optional<Part> part(
      ParsedRule rule, PatternDescr pattern, int at, String text, int from) {
    var tokens = Token.all(text);
    boolean binds = tokens.size() > 2 && tokens.get(0).isWord() && tokens.get(1).is(":");
    int start = tokens.get(binds ? 2 : 0).offset();
    var asked = text.substring(start).replaceAll("\\s+", " ").strip();
    var type = Vocabulary.type(pattern);
    var properties = Property.named(asked, type);
    if (asked.isEmpty() || (binds && properties.contains(asked))) {
      return Optional.empty();
    }
    var key = type == null ? null : Vocabulary.key(type);
    var place = rule.source().place(at + from + start);
    return Optional.of(
        new Part(
            asked,
            place.line(),
            place.column(),
            properties,
            literals(asked),
            key != null && !KeyLiterals.of(asked, key).isEmpty()));
  }

  /** The numbers and quoted texts of a constraint, in order. */
  public static List<String> literals(String constraint) {
    return Token.all(constraint).stream()
        .filter(token -> token.kind() == Token.Kind.NUMBER || token.kind() == Token.Kind.TEXT)
        .map(token -> token.kind() == Token.Kind.TEXT ? token.unquoted() : token.text())
        .toList();
  }
}
