package io.knowfirst.server.http;

import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.experiment.Experiments;
import io.knowfirst.server.experiment.Refusal;
import io.knowfirst.server.experiment.Step;
import io.knowfirst.server.lifecycle.Change;
import io.knowfirst.server.lifecycle.Period;
import io.knowfirst.server.postgres.StoreUnavailable;
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
                                step == Step.ARCHIVE ? step.take(found, null, api.now) : found)),
        id -> orAway(() -> List.of(new Change(api.now, "key k-1", "apply", "applied"))),
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
