package io.knowfirst.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a constraint, an argument or a conclusion says. Each knows its offset in the text. */
public sealed interface Expression {
  int at();

  /** What it is made of. */
  List<Expression> parts();

  /** The same made of as many others, at another offset. */
  Expression with(List<Expression> others, int offset);

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
        : with(parts().stream().map(Expression::unnamed).toList(), at());
  }

  private static List<Expression> joined(Expression first, List<Expression> rest) {
    var all = new ArrayList<>(rest);
    all.add(0, first);
    return all;
  }

  /** A number (Integer, Long or Double), a text, a truth value or null. */
  record Literal(@Nullable Object value, int at) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of();
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Literal(value, offset);
    }
  }

  /** A word that nothing precedes: a bound variable, or else a property of the fact at hand. */
  record Name(String word, int at) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of();
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
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
    public List<Expression> parts() {
      return owner == null ? arguments : joined(owner, arguments);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return owner == null
          ? new Property(null, name, others, nullSafe, offset)
          : new Property(others.get(0), name, others.subList(1, others.size()), nullSafe, offset);
    }
  }

  /** Adds, subtracts, multiplies, divides: {@code + - * / %}. */
  record Arithmetic(String operator, Expression left, Expression right, int at)
      implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Arithmetic(operator, others.get(0), others.get(1), offset);
    }
  }

  record Negative(Expression of, int at) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(of);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Negative(others.get(0), offset);
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
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Comparison(operator, others.get(0), others.get(1), offset);
    }
  }

  record In(Expression value, List<Expression> among, boolean negated, int at)
      implements Expression {
    public In {
      among = List.copyOf(among);
    }

    @Override
    public List<Expression> parts() {
      return joined(value, among);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new In(others.get(0), others.subList(1, others.size()), negated, offset);
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
    public List<Expression> parts() {
      return List.of(left, right);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new TextTest(operator, others.get(0), others.get(1), negated, offset);
    }
  }

  record And(List<Expression> of, int at) implements Expression {
    public And {
      of = List.copyOf(of);
    }

    @Override
    public List<Expression> parts() {
      return of;
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new And(others, offset);
    }
  }

  record Or(List<Expression> of, int at) implements Expression {
    public Or {
      of = List.copyOf(of);
    }

    @Override
    public List<Expression> parts() {
      return of;
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Or(others, offset);
    }
  }

  record Not(Expression of, int at) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(of);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Not(others.get(0), offset);
    }
  }

  /** Gives a name to what it holds. */
  record Binding(String variable, Expression of, int at) implements Expression {
    @Override
    public List<Expression> parts() {
      return List.of(of);
    }

    @Override
    public Expression with(List<Expression> others, int offset) {
      return new Binding(variable, others.get(0), offset);
    }
  }
}
