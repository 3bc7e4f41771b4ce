package io.knowfirst.experiments.statistics;

import java.util.Optional;
import java.util.function.Function;

/** A result, or why the data do not give one. */
public sealed interface StatisticalResult<T> permits Found, NotEnoughData {

  /** A result. */
  static <T> StatisticalResult<T> of(T value) {
    return new Found<>(value);
  }

  /** No result; the detail names the values that are short. */
  static <T> StatisticalResult<T> notEnough(NotEnoughData.Reason reason, String detail) {
    return new NotEnoughData<>(reason, detail);
  }

  /** Goes on with the result, where there is one. */
  <R> StatisticalResult<R> map(Function<? super T, ? extends R> step);

  /** Goes on with a step that may itself find too little. */
  <R> StatisticalResult<R> then(Function<? super T, StatisticalResult<R>> step);

  /** The result, where there is one. */
  Optional<T> found();
}
