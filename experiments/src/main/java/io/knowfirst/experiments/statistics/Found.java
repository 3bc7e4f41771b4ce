package io.knowfirst.experiments.statistics;

import java.util.Optional;
import java.util.function.Function;

/** A result that the data are enough for. */
public record Found<T>(T value) implements StatisticalResult<T> {

  @Override
  public <R> StatisticalResult<R> map(Function<? super T, ? extends R> step) {
    return new Found<>(step.apply(value));
  }

  @Override
  public <R> StatisticalResult<R> then(Function<? super T, StatisticalResult<R>> step) {
    return step.apply(value);
  }

  @Override
  public Optional<T> found() {
    return Optional.of(value);
  }
}
