package io.knowfirst.rules.engine;

import io.knowfirst.rules.language.Condition;
import io.knowfirst.rules.language.Expression;
import io.knowfirst.rules.language.NotInLanguage;
import io.knowfirst.rules.language.Paths;
import io.knowfirst.rules.language.RuleTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One way to satisfy a rule's conditions: all of its elements, none of which holds an or. */
public final class Way {
  private final Scope scope = new Scope();
  private final List<Element> elements = new ArrayList<>();
  private final RuleTree rule;
  private int size;

  private Way(RuleTree rule) {
    this.rule = rule;
  }

  /**
   * All ways.
   *
   * @throws NotInLanguage for conditions that make no sense of the facts
   */
  public static List<Way> all(RuleTree rule) {
    var ways = new ArrayList<Way>();
    for (var alternative : Alternatives.of(rule.conditions())) {
      var way = new Way(rule);
      alternative.forEach(condition -> way.elements.add(way.element(condition, way.scope)));
      if (way.elements.isEmpty()) {
        throw new NotInLanguage(rule.at(), "Rule \"%s\" has no conditions.".formatted(rule.name()));
      }
      ways.add(way);
    }
    return ways;
  }

  public List<Element> elements() {
    return List.copyOf(elements);
  }

  /** A frame without facts. */
  public @Nullable Object[] frame() {
    return new @Nullable Object[size + 1];
  }

  int size() {
    return size;
  }

  Scope scope() {
    return scope;
  }

  private Element element(Condition condition, Scope names) {
    if (condition instanceof Condition.Pattern pattern) {
      return one(pattern, names);
    } else if (condition instanceof Condition.Not not) {
      return new Element.Group(true, inner(not.of(), names.inner()));
    } else if (condition instanceof Condition.Exists exists) {
      return new Element.Group(false, inner(exists.of(), names.inner()));
    }
    return sum((Condition.Accumulate) condition, names);
  }

  private List<Element> inner(Condition of, Scope names) {
    return ((Condition.And) of).parts().stream().map(one -> element(one, names)).toList();
  }

  private Element.One one(Condition.Pattern pattern, Scope names) {
    int position = size++;
    var type = pattern.type();
    names.name(pattern.variable(), new Scope.Meaning(position, type, null, -1));
    var constraints = new ArrayList<Element.Constraint>();
    for (var constraint : flat(pattern.constraints())) {
      bind(constraint, new Scope.Meaning(position, type, null, -1), names);
      var translator = new Translator(names, position, type);
      var check = translator.check(constraint);
      if (check != Check.ALWAYS) {
        constraints.add(constraint(constraint, check, translator, names, position));
      }
    }
    return new Element.One(position, pattern, constraints, Admission.of(pattern, rule));
  }

  private static Element.Constraint constraint(
      Expression written, Check check, Translator translator, Scope names, int position) {
    var reads = new LinkedHashMap<String, Code>();
    if (!translator.others().isEmpty()) {
      var reader = new Translator(names, position, null);
      Paths.read(written, word -> names.leadsFrom(position, word))
          .forEach((text, path) -> reads.put(text, reader.value(path).code()));
    }
    return new Element.Constraint(written, check, translator.others(), reads);
  }

  private static List<Expression> flat(List<Expression> constraints) {
    var flat = new ArrayList<Expression>();
    for (var one : constraints) {
      if (one instanceof Expression.Conjunction and) {
        flat.addAll(flat(and.parts()));
      } else {
        flat.add(one);
      }
    }
    return flat;
  }

  private static void bind(Expression expression, Scope.Meaning fact, Scope names) {
    if (expression instanceof Expression.Binding binding) {
      names.name(
          binding.variable(), new Scope.Meaning(fact.position(), fact.type(), binding.of(), -1));
    } else if (expression instanceof Expression.Comparison comparison) {
      bind(comparison.left(), fact, names);
    } else if (expression instanceof Expression.In in) {
      bind(in.value(), fact, names);
    } else if (expression instanceof Expression.TextTest test) {
      bind(test.left(), fact, names);
    } else if (expression instanceof Expression.Conjunction and) {
      and.parts().forEach(one -> bind(one, fact, names));
    }
  }

  private Element.Sum sum(Condition.Accumulate sum, Scope names) {
    var inner = names.inner();
    int outside = size;
    var over = new ArrayList<Element.One>();
    for (var one : ((Condition.And) sum.over()).parts()) {
      if (!(one instanceof Condition.Pattern pattern)) {
        throw new NotInLanguage(one.at(), "An accumulate may hold facts only, joined by \"and\".");
      }
      over.add(one(pattern, inner));
    }
    var others = new LinkedHashSet<Integer>();
    var arguments = new ArrayList<@Nullable Code>();
    for (var function : sum.functions()) {
      arguments.add(argument(function, inner, others));
    }
    others.removeIf(position -> position >= outside);
    int position = size++;
    var constraints = results(sum, names, position);
    var functions = sum.functions().stream().map(Condition.Function::name).toList();
    return new Element.Sum(
        position, sum, over, new Reduction(functions, arguments), others, constraints);
  }

  private static @Nullable Code argument(
      Condition.Function function, Scope names, Set<Integer> others) {
    if (function.argument() == null) {
      return null;
    }
    var translator = new Translator(names, -1, null);
    var value = translator.value(function.argument());
    others.addAll(translator.others());
    if (!function.name().equals("count") && !value.isNumber()) {
      throw new NotInLanguage(
          function.argument().at(),
          "%s is computed of a %s, expected a number.".formatted(function.name(), value.kind()));
    }
    return value.code();
  }

  private static List<Element.Constraint> results(
      Condition.Accumulate sum, Scope names, int position) {
    for (int i = 0; i < sum.functions().size(); i++) {
      names.name(
          sum.functions().get(i).variable(), new Scope.Meaning(position, Number.class, null, i));
    }
    names.name(sum.variable(), new Scope.Meaning(position, Number.class, null, 0));
    var constraints = new ArrayList<Element.Constraint>();
    for (var constraint : flat(sum.constraints())) {
      if (constraint instanceof Expression.Binding binding) {
        throw new NotInLanguage(binding.at(), "A result is named where it is computed.");
      }
      var translator = Translator.ofResult(names, position);
      var check = translator.check(constraint);
      constraints.add(constraint(constraint, check, translator, names, position));
    }
    return constraints;
  }
}
