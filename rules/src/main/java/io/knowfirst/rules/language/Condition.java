package io.knowfirst.rules.language;

import io.knowfirst.rules.facts.Did;
import io.knowfirst.rules.facts.Fact;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a rule asks of the facts. Each knows its offset in the text. */
public sealed interface Condition {
  int at();

  /** The conditions that it is made of. */
  default List<Condition> parts() {
    return List.of();
  }

  /** What is asked of its fact, or of its results. */
  default List<Expression> constraints() {
    return List.of();
  }

  /** The name that it gives itself; null for none. */
  default @Nullable String variable() {
    return null;
  }

  /** All names that it gives, but for those of its parts. */
  default List<String> variables() {
    var names = new ArrayList<String>();
    if (variable() != null) {
      names.add(variable());
    }
    constraints().stream()
        .flatMap(Expression::all)
        .filter(Expression.Binding.class::isInstance)
        .forEach(binding -> names.add(((Expression.Binding) binding).variable()));
    return names;
  }

  /** Itself and all that it is made of, outer before inner. */
  default Stream<Condition> all() {
    return Stream.concat(Stream.of(this), parts().stream().flatMap(Condition::all));
  }

  /** There is a fact of a type that satisfies all constraints. */
  record Pattern(
      @Nullable String variable, Class<? extends Fact> type, List<Expression> constraints, int at)
      implements Condition {
    public Pattern {
      constraints = List.copyOf(constraints);
    }

    private static final Set<String> OF_PROPERTIES = Set.of("property", "number");

    /** The names of the properties of events that it asks for; none for other facts. */
    public SortedSet<String> properties() {
      var names = new TreeSet<String>();
      if (type == Did.class) {
        constraints.stream()
            .flatMap(Expression::all)
            .filter(Expression.Property.class::isInstance)
            .map(Expression.Property.class::cast)
            .filter(one -> OF_PROPERTIES.contains(one.name()) && one.arguments().size() == 1)
            .forEach(
                one -> {
                  if (one.arguments().get(0) instanceof Expression.Literal literal
                      && literal.value() instanceof String name) {
                    names.add(name);
                  }
                });
      }
      return names;
    }
  }

  record And(List<Condition> parts, int at) implements Condition {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Or(List<Condition> parts, int at) implements Condition {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  record Not(Condition of, int at) implements Condition {
    @Override
    public List<Condition> parts() {
      return List.of(of);
    }
  }

  record Exists(Condition of, int at) implements Condition {
    @Override
    public List<Condition> parts() {
      return List.of(of);
    }
  }

  /**
   * What functions make of all matches of some conditions satisfies the constraints.
   *
   * @param variable the name of the one function's result; null for none
   */
  record Accumulate(
      Condition over,
      List<Function> functions,
      @Nullable String variable,
      List<Expression> constraints,
      int at)
      implements Condition {
    public Accumulate {
      functions = List.copyOf(functions);
      constraints = List.copyOf(constraints);
    }

    @Override
    public List<Condition> parts() {
      return List.of(over);
    }

    @Override
    public List<String> variables() {
      var names = Condition.super.variables();
      functions.stream().map(Function::variable).filter(Objects::nonNull).forEach(names::add);
      return names;
    }
  }

  /**
   * One of sum, count, min, max and average.
   *
   * @param argument null for a count of matches
   */
  record Function(String name, @Nullable Expression argument, @Nullable String variable, int at) {}
}
