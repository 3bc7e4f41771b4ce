package io.knowfirst.rules.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rule, or one alternative of a rule with an {@code or}: what its shape leaves open. Compared by
 * identity.
 */
final class Variant {
  private final int rule;
  private final String name;
  private final List<Part> shape;
  private final Content content;
  private final int level;
  private Integer[] keys = {};

  /**
   * @param rule its number
   * @param level how many derivations of segments come before it
   */
  Variant(int rule, String name, List<Part> shape, Content content, int level) {
    this.rule = rule;
    this.name = name;
    this.shape = List.copyOf(shape);
    this.content = content;
    this.level = level;
  }

  int rule() {
    return rule;
  }

  String name() {
    return name;
  }

  List<Part> shape() {
    return shape;
  }

  Content content() {
    return content;
  }

  int level() {
    return level;
  }

  /** How many positions it has. */
  int size() {
    return content.alphas.length;
  }

  /** Whether it begins with a fact, to which all others are joined. */
  boolean isAnchored() {
    return shape.get(0) instanceof Part.One;
  }

  /** The key of its slots at a position; after the last, of the slot of the variant alone. */
  Integer key(int position) {
    return keys[position];
  }

  void keysFrom(int first) {
    keys = IntStream.rangeClosed(first, first + size()).boxed().toArray(Integer[]::new);
  }

  /** What a shape leaves open. */
  static final class Content {
    private final @Nullable Alpha[] alphas;
    private final Check[] joins;
    private final @Nullable Reduction[] sums;
    private final Set<Alpha> needs;
    private final List<Integer> evidence;
    private final List<Conclude> conclusions;

    /**
     * @param alphas by position; null for results
     * @param joins by position, the constraints that read other facts, or results
     * @param sums by position; null for facts
     * @param needs without a fact for each of which it cannot fire
     * @param evidence the positions that a firing rests on
     */
    Content(
        @Nullable Alpha[] alphas,
        Check[] joins,
        @Nullable Reduction[] sums,
        Set<Alpha> needs,
        List<Integer> evidence,
        List<Conclude> conclusions) {
      this.alphas = alphas;
      this.joins = joins;
      this.sums = sums;
      this.needs = needs;
      this.evidence = List.copyOf(evidence);
      this.conclusions = List.copyOf(conclusions);
    }

    @Nullable Alpha alpha(int position) {
      return alphas[position];
    }

    /** Of its facts, in no order. */
    Set<Alpha> alphas() {
      return Arrays.stream(alphas).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    Check join(int position) {
      return joins[position];
    }

    @Nullable Reduction sum(int position) {
      return sums[position];
    }

    Set<Alpha> needs() {
      return needs;
    }

    List<Integer> evidence() {
      return evidence;
    }

    List<Conclude> conclusions() {
      return conclusions;
    }
  }
}
