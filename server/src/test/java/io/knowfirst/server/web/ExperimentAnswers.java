package io.knowfirst.server.web;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.experiments.lifecycle.HistoryEntry;
import io.knowfirst.server.experiments.lifecycle.Period;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.Callable;

/** What stands behind the routes of experiments, as a test wants it. */
final class ExperimentAnswers {
  private final TestApi api;

  ExperimentAnswers(TestApi api) {
    this.api = api;
  }

  /** What a lifecycle with the experiment "layout" would say; "unsafe" may not be changed. */
  ExperimentCalls calls() {
    var layout =
        ExperimentFile.read(
            "layout.yaml",
            "layout",
            """
            placement: recommendations
            owner: me
            running: true
            until: 2027-01-01T00:00:00Z
            variations:
              - {id: list, content: list, weight: 5000}
              - {id: grid, content: grid, weight: 5000}
            """,
            null);
    var known = Experiments.of(List.of(layout));
    var one = known.all().get(0);
    return new ExperimentCalls(
        () -> api.experiments == null ? known : api.experiments,
        (id, text, who) ->
            orAway(
                () -> {
                  if (id.equals("unsafe")) {
                    throw new Refusal(List.of("It runs."));
                  }
                  ExperimentFile.read("experiments/" + id + ".yaml", id, text, null);
                  return one;
                }),
        (id, step, variation, who) ->
            orAway(
                () ->
                    known
                        .find(id)
                        .map(
                            found ->
                                step == LifecycleStep.ARCHIVE
                                    ? step.take(found, null, api.now)
                                    : found)),
        id -> orAway(() -> List.of(new HistoryEntry(api.now, "key k-1", "apply", "applied"))),
        id ->
            orAway(
                () ->
                    List.of(
                        new Period(
                            1,
                            api.now,
                            List.of("list", "grid"),
                            List.of(5_000, 5_000),
                            10_000,
                            List.of(0.5, 0.5)))));
  }

  private <T> Future<T> orAway(Callable<T> answer) {
    if (api.away) {
      return Future.failedFuture(new StoreUnavailable("away"));
    }
    return api.vertx.executeBlocking(answer);
  }
}
