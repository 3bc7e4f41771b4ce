package io.knowfirst.rules.engine;

import java.util.ArrayList;
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
  private final List<ShapePart> shape;
  private final VariantParts content;
  private final int level;
  private final boolean plain;
  private Integer[] keys = {};

  /**
   * @param rule its number
   * @param level how many derivations of segments come before it
   */
  Variant(int rule, String name, List<ShapePart> shape, VariantParts content, int level) {
    this.rule = rule;
    this.name = name;
    this.shape = List.copyOf(shape);
    this.content = content;
    this.level = level;
    this.plain = shape.stream().allMatch(ShapePart.FactPart.class::isInstance);
  }

  int rule() {
    return rule;
  }

  String name() {
    return name;
  }

  List<ShapePart> shape() {
    return shape;
  }

  int level() {
    return level;
  }

  /** Whether it asks that there be facts and nothing else. */
  boolean isPlain() {
    return plain;
  }

  int size() {
    return content.alphas.length;
  }

  /** Of its fact at a position; null for results. */
  @Nullable Alpha alpha(int position) {
    return content.alphas[position];
  }

  /** Of its facts, in no order. */
  Set<Alpha> alphas() {
    return Arrays.stream(content.alphas).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** The constraints at a position that read other facts, or results. */
  Check join(int position) {
    return content.joins[position];
  }

  @Nullable Reduction sum(int position) {
    return content.sums[position];
  }

  /** Without a fact for each of which it cannot fire. */
  Alpha[] needs() {
    return content.needs;
  }

  /** The facts that a firing rests on. */
  List<Object> matched(@Nullable Object[] frame) {
    var matched = new ArrayList<Object>(content.evidence.length);
    for (int position : content.evidence) {
      var fact = frame[position];
      if (fact != null) {
        matched.add(fact);
      }
    }
    return matched;
  }

  Conclude[] conclusions() {
    return content.conclusions;
  }

  /** Whether it begins with a fact, to which all others are joined. */
  boolean isAnchored() {
    return shape.get(0) instanceof ShapePart.FactPart;
  }

  /** The key of its slots at a position; after the last, of the slot of the variant alone. */
  Integer key(int position) {
    return keys[position];
  }

  void keysFrom(int first) {
    keys = IntStream.rangeClosed(first, first + size()).boxed().toArray(Integer[]::new);
  }

  /**
   * What a shape leaves open, by position.
   *
   * @param alphas null for results
   * @param sums null for facts
   */
  @SuppressWarnings("ArrayRecordComponent")
  record VariantParts(
      @Nullable Alpha[] alphas,
      Check[] joins,
      @Nullable Reduction[] sums,
      Alpha[] needs,
      int[] evidence,
      Conclude[] conclusions) {}
}
