package io.knowfirst.experiments.statistics;

import java.util.Optional;
import java.util.function.Function;

/** A result that the data are enough for. */
public record Found<T>(T value) implements Finding<T> {

  @Override
  public <R> Finding<R> map(Function<? super T, ? extends R> step) {
    return new Found<>(step.apply(value));
  }

  @Override
  public <R> Finding<R> then(Function<? super T, Finding<R>> step) {
    return step.apply(value);
  }

  @Override
  public Optional<T> found() {
    return Optional.of(value);
  }
}
