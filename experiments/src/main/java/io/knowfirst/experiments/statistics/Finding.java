package io.knowfirst.experiments.statistics;

import java.util.Optional;
import java.util.function.Function;

/** A result, or why the data do not give one. */
public sealed interface Finding<T> permits Found, NotEnoughData {

  /** A result. */
  static <T> Finding<T> of(T value) {
    return new Found<>(value);
  }

  /** No result; the detail names the values that are short. */
  static <T> Finding<T> notEnough(NotEnoughData.Reason reason, String detail) {
    return new NotEnoughData<>(reason, detail);
  }

  /** Goes on with the result, where there is one. */
  <R> Finding<R> map(Function<? super T, ? extends R> step);

  /** Goes on with a step that may itself find too little. */
  <R> Finding<R> then(Function<? super T, Finding<R>> step);

  /** The result, where there is one. */
  Optional<T> found();
}
