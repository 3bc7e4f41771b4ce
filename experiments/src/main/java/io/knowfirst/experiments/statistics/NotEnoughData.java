package io.knowfirst.experiments.statistics;

import java.util.Optional;
import java.util.function.Function;

/**
 * Why there is no result.
 *
 * @param reason for programs and for translation
 * @param detail the values that are short, in English
 */
public record NotEnoughData<T>(Reason reason, String detail) implements StatisticalResult<T> {

  /** What is missing. */
  public enum Reason {
    /** A variation has no visitors. */
    EMPTY_VARIATION,
    /** A variation has a single visitor, so nothing is known of the spread. */
    ONE_VISITOR,
    /** All visitors of a variation have the same value. */
    NO_VARIANCE,
    /** The control's mean is 0, so there is no relative difference. */
    BASELINE_ZERO,
    /** A logarithm is asked for, and a mean is not positive. */
    MEAN_NOT_POSITIVE,
    /** The denominators of a ratio sum to 0. */
    DENOMINATOR_ZERO,
    /** Fewer conversions than the sequential verdict needs. */
    TOO_FEW_CONVERSIONS,
    /** Fewer visitors than the method needs. */
    TOO_FEW_VISITORS,
    /** The covariate is the same for all visitors. */
    COVARIATE_CONSTANT,
    /** A sum is infinite, not a number, or impossible for the kind of metric. */
    SUMS_IMPOSSIBLE,
    /** No visitors arrive, so no date can be told. */
    NO_TRAFFIC,
    /** The effect asked for cannot be reached. */
    UNREACHABLE
  }

  @Override
  public <R> StatisticalResult<R> map(Function<? super T, ? extends R> step) {
    return new NotEnoughData<>(reason, detail);
  }

  @Override
  public <R> StatisticalResult<R> then(Function<? super T, StatisticalResult<R>> step) {
    return new NotEnoughData<>(reason, detail);
  }

  @Override
  public Optional<T> found() {
    return Optional.empty();
  }
}
