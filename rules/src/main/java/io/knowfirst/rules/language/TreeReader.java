package io.knowfirst.rules.language;

import io.knowfirst.rules.facts.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/** Makes the tree of a rule from the outline that the parser of the rule language gives. */
public final class TreeReader {
  private static final Set<String> FUNCTIONS = Set.of("sum", "count", "min", "max", "average");

  private final Map<String, Class<? extends Fact>> types;
  private final String text;
  private final Places places;

  /** Turns the parser's places into offsets. */
  @FunctionalInterface
  public interface Places {
    /**
     * @param line from 1
     * @param column from 0
     */
    int offset(int line, int column);
  }

  /**
   * @param types of facts, by simple name
   * @param text of the file
   */
  public TreeReader(Map<String, Class<? extends Fact>> types, String text, Places places) {
    this.types = types;
    this.text = text;
    this.places = places;
  }

  /**
   * Reads a rule.
   *
   * @param thenAt offset of the text within the {@code then} block
   * @throws NotInLanguage at the first thing that the tree cannot carry
   */
  public RuleTree read(RuleDescr descr, int thenAt) {
    var block = descr.getConsequence() == null ? "" : descr.getConsequence().toString();
    return new RuleTree(
        descr.getName(),
        conditions(descr.getLhs()),
        new ConclusionReader(block, thenAt).all(),
        at(descr));
  }

  private List<Condition> conditions(ConditionalElementDescr group) {
    var all = new ArrayList<Condition>();
    for (var part : group.getDescrs()) {
      all.add(condition(part));
    }
    return all;
  }

  private Condition condition(BaseDescr element) {
    if (element instanceof PatternDescr pattern) {
      return pattern.getSource() instanceof AccumulateDescr sum
          ? accumulate(pattern, sum)
          : pattern(pattern);
    } else if (element instanceof AndDescr and) {
      return and(and);
    } else if (element instanceof OrDescr or) {
      return new Condition.Or(conditions(or), at(element));
    } else if (element instanceof NotDescr not) {
      return new Condition.Not(and(not), at(element));
    } else if (element instanceof ExistsDescr exists) {
      return new Condition.Exists(and(exists), at(element));
    }
    throw new NotInLanguage(at(element), "Expected facts, and, or, not, exists or accumulate.");
  }

  private Condition and(ConditionalElementDescr group) {
    var all = conditions(group);
    return all.size() == 1 ? all.get(0) : new Condition.And(all, at((BaseDescr) group));
  }

  private Condition pattern(PatternDescr pattern) {
    var named = pattern.getObjectType();
    var type = named == null ? null : types.get(named); // a path names none
    if (type == null || pattern.getSource() != null) {
      throw new NotInLanguage(
          at(pattern), "There are no facts of type \"%s\".".formatted(pattern.getObjectType()));
    }
    return new Condition.Pattern(
        pattern.getIdentifier(), type, constraints(pattern, at(pattern)), at(pattern));
  }

  private List<Expression> constraints(PatternDescr pattern, int from) {
    var all = new ArrayList<Expression>();
    for (var part : pattern.getConstraint().getDescrs()) {
      if (!(part instanceof ExprConstraintDescr constraint)) {
        throw new NotInLanguage(
            at(pattern),
            "%s holds something else than comparisons of its properties."
                .formatted(pattern.getObjectType()));
      }
      all.add(new ExpressionReader(constraint.getText(), at(constraint, from)).constraint());
    }
    return all;
  }

  private Condition accumulate(PatternDescr pattern, AccumulateDescr sum) {
    int at = pattern.getLine() < 1 ? startOf(sum) : at(pattern);
    var input = sum.getInput();
    var over =
        input instanceof ConditionalElementDescr group && !(input instanceof OrDescr)
            ? and(group)
            : condition(input);
    var functions = new ArrayList<Condition.Function>();
    for (var function : sum.getFunctions()) {
      if (!FUNCTIONS.contains(function.getFunction()) || function.getParams().length > 1) {
        throw new NotInLanguage(
            at,
            "Accumulates by \"%s\", expected one of sum, count, min, max, average."
                .formatted(function.getFunction()));
      }
      functions.add(
          new Condition.Function(
              function.getFunction(), argument(function.getParams(), at), function.getBind(), at));
    }
    if (functions.isEmpty()) {
      throw new NotInLanguage(at, "Accumulates with code of its own.");
    }
    return new Condition.Accumulate(
        over, functions, pattern.getIdentifier(), constraints(pattern, at), at);
  }

  private @Nullable Expression argument(String[] written, int from) {
    if (written.length == 0 || written[0].isBlank()) {
      return null;
    }
    return new ExpressionReader(written[0], Math.max(from, text.indexOf(written[0], from)))
        .constraint();
  }

  /** A sum that stands alone has no place of its own for the parser. */
  private int startOf(AccumulateDescr sum) {
    return Math.max(0, text.lastIndexOf("accumulate", first(sum.getInput())));
  }

  private int first(BaseDescr input) {
    return input instanceof ConditionalElementDescr group && !group.getDescrs().isEmpty()
        ? first((BaseDescr) group.getDescrs().get(0))
        : at(input);
  }

  private int at(ExprConstraintDescr constraint, int from) {
    int found = constraint.getLine() < 1 ? text.indexOf(constraint.getText(), from) : -1;
    return found < 0 ? at(constraint) : found;
  }

  private int at(BaseDescr element) {
    return places.offset(element.getLine(), element.getColumn());
  }
}
