package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ledger.Ledger;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.experiments.ledger.LedgerQuestion;
import io.knowfirst.server.experiments.ledger.LoginReport;
import io.knowfirst.server.experiments.lifecycle.HistoryEntry;
import io.knowfirst.server.model.Actor;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What pages ask of experiments, and of what knowing was worth.
 *
 * @param now all experiments
 * @param step takes one through its life
 * @param history who changed what of one
 * @param ledger what knowing was worth in a period
 * @param logins what logins changed in a period
 */
public record ExperimentSources(
    Supplier<Experiments> now,
    Take step,
    Function<String, Future<List<HistoryEntry>>> history,
    Function<LedgerQuestion, Future<Ledger>> ledger,
    Function<LedgerQuestion, Future<LoginReport>> logins) {

  /** Takes a step with an experiment; empty where there is none. */
  public interface Take {
    Future<Optional<Registered>> take(
        String id, LifecycleStep step, @Nullable String variation, Actor who);
  }
}
