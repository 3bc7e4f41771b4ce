package io.knowfirst.server.web;

import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.lifecycle.HistoryEntry;
import io.knowfirst.server.experiments.lifecycle.Period;
import io.knowfirst.server.model.Actor;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What requests ask of experiments.
 *
 * @param now {@code Lifecycle::now}
 * @param apply {@code Lifecycle::apply}
 * @param step {@code Lifecycle::step}
 * @param history {@code Lifecycle::history}
 * @param periods {@code Lifecycle::periods}
 */
public record ExperimentCalls(
    Supplier<Experiments> now,
    Apply apply,
    Take step,
    Function<String, Future<List<HistoryEntry>>> history,
    Function<String, Future<List<Period>>> periods) {

  /** Defines an experiment or changes it. */
  public interface Apply {
    Future<Registered> apply(String id, String text, Actor who);
  }

  /** Takes a step with it. */
  public interface Take {
    Future<Optional<Registered>> take(
        String id, LifecycleStep step, @Nullable String variation, Actor who);
  }
}
