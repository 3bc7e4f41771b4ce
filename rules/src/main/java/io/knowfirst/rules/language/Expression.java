package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a constraint, an argument or a conclusion says. Each knows its offset in the text. */
public sealed interface Expression {
  int at();

  /** The same made of what its parts become, at another offset. */
  Expression map(UnaryOperator<Expression> part, int offset);

  /** What it is made of. */
  default List<Expression> parts() {
    var parts = new ArrayList<Expression>();
    map(
        part -> {
          parts.add(part);
          return part;
        },
        at());
    return parts;
  }

  /** Offset of its first character; its own place is that of what it names. */
  default int start() {
    return this instanceof Property property && property.owner() != null
        ? property.owner().start()
        : at();
  }

  /** Itself and all that it is made of, outer before inner. */
  default Stream<Expression> all() {
    return Stream.concat(Stream.of(this), parts().stream().flatMap(Expression::all));
  }

  /** The same without the names that it gives. */
  default Expression unnamed() {
    return this instanceof Binding binding
        ? binding.of().unnamed()
        : map(Expression::unnamed, at());
  }

  /** Whether it holds or does not, rather than being a value that is compared. */
  default boolean isTest() {
    return this instanceof Comparison
        || this instanceof In
        || this instanceof TextTest
        || this instanceof Conjunction
        || this instanceof Disjunction
        || this instanceof Negation;
  }

  private static List<Expression> each(List<Expression> all, UnaryOperator<Expression> part) {
    return all.stream().map(part).toList();
  }

  /** A number (Integer, Long or Double), a text, a truth value or null. */
  record Literal(@Nullable Object value, int at) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Literal(value, offset);
    }
  }

  /** A word that nothing precedes: a bound variable, or else a property of the fact at hand. */
  record Name(String word, int at) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Name(word, offset);
    }
  }

  /**
   * A property of something, or a method called on it.
   *
   * @param owner null for the fact at hand
   * @param nullSafe whether the comparison around it fails, without an error, when the owner is
   *     null
   */
  record Property(
      @Nullable Expression owner, String name, List<Expression> arguments, boolean nullSafe, int at)
      implements Expression {
    public Property {
      arguments = List.copyOf(arguments);
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Property(
          owner == null ? null : part.apply(owner), name, each(arguments, part), nullSafe, offset);
    }
  }

  /** Adds, subtracts, multiplies, divides: {@code + - * / %}. */
  record Arithmetic(String operator, Expression left, Expression right, int at)
      implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Arithmetic(operator, part.apply(left), part.apply(right), offset);
    }
  }

  record Negative(Expression of, int at) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Negative(part.apply(of), offset);
    }
  }

  /** One of {@code == != < <= > >=}. */
  record Comparison(String operator, Expression left, Expression right, int at)
      implements Expression {
    private static final Map<String, String> TURNED =
        Map.of("<", ">", ">", "<", "<=", ">=", ">=", "<=");

    /** The same with its sides exchanged, where a literal stands on the left alone. */
    public Comparison literalLast() {
      return left instanceof Literal && !(right instanceof Literal)
          ? new Comparison(
              TURNED.getOrDefault(operator, operator), /* left= */ right, /* right= */ left, at)
          : this;
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Comparison(operator, part.apply(left), part.apply(right), offset);
    }
  }

  record In(Expression value, List<Expression> among, boolean negated, int at)
      implements Expression {
    public In {
      among = List.copyOf(among);
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new In(part.apply(value), each(among, part), negated, offset);
    }
  }

  /** One of the operators on texts. */
  record TextTest(Operator operator, Expression left, Expression right, boolean negated, int at)
      implements Expression {
    /** What is asked of the text on the left. */
    public enum Operator {
      CONTAINS("contains"),
      MATCHES("matches"),
      STARTS_WITH("str[startsWith]"),
      ENDS_WITH("str[endsWith]"),
      LENGTH("str[length]");

      private final String word;

      Operator(String word) {
        this.word = word;
      }

      /** As it is written. */
      public String word() {
        return word;
      }
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new TextTest(operator, part.apply(left), part.apply(right), negated, offset);
    }
  }

  record Conjunction(List<Expression> parts, int at) implements Expression {
    public Conjunction {
      parts = List.copyOf(parts);
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Conjunction(each(parts, part), offset);
    }
  }

  record Disjunction(List<Expression> parts, int at) implements Expression {
    public Disjunction {
      parts = List.copyOf(parts);
    }

    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Disjunction(each(parts, part), offset);
    }
  }

  record Negation(Expression of, int at) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Negation(part.apply(of), offset);
    }
  }

  /** Gives a name to what it holds. */
  record Binding(String variable, Expression of, int at) implements Expression {
    @Override
    public Expression map(UnaryOperator<Expression> part, int offset) {
      return new Binding(variable, part.apply(of), offset);
    }
  }
}
