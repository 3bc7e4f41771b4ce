package io.knowfirst.server.console;

import io.knowfirst.experiments.assignment.Variation;
import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportIndex.Headline;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.decide.assignment.LifecycleStep;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.Rivals;
import io.knowfirst.server.decide.assignment.State;
import io.knowfirst.server.experiments.lifecycle.HistoryEntry;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.graduation.NotDecidedException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One experiment: the checklist before it starts, its steps, and its winner into a draft. */
final class ExperimentPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("experiment").aside().withForms();
  private final Workbench workbench;
  private final TodaySources today;
  private final ExperimentSources experiments;
  private final VisitorSources visitors;

  ExperimentPage(
      Workbench workbench,
      TodaySources today,
      ExperimentSources experiments,
      VisitorSources visitors) {
    this.workbench = workbench;
    this.today = today;
    this.experiments = experiments;
    this.visitors = visitors;
  }

  /**
   * An experiment.
   *
   * @param headline what it has come to; null where it has no report yet
   * @param checks what is to be sure of before it starts; none later
   * @param warnings who takes visitors of whom, in English
   * @param steps that are open to whoever looks
   */
  record Model(
      Bench bench,
      Registered one,
      @Nullable Headline headline,
      List<StartCheck> checks,
      List<String> warnings,
      List<LifecycleStep> steps,
      List<HistoryEntry> history,
      Locale locale) {
    boolean mayStart() {
      return checks.stream().allMatch(check -> check.ok() || !check.must());
    }

    boolean isOpen(LifecycleStep step) {
      return step != LifecycleStep.START || mayStart();
    }

    /** Whether its winner may become rules. */
    boolean mayGraduate() {
      return bench.mayWrite() && one.state() == State.DECIDED && one.decision() != null;
    }

    /** Share of the participants who see a variation now; a bandit moves it. */
    String share(String variation) {
      var split = one.split().variations();
      double all = split.stream().mapToInt(Variation::weight).sum();
      return split.stream()
          .filter(found -> found.id().equals(variation))
          .findFirst()
          .map(found -> Figures.percent(locale, found.weight() / all, 2))
          .orElse("–");
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show(request, "");
  }

  private Future<View> show(ConsoleRequest request, String problem) {
    var id = request.field("experiment");
    var found = experiments.now().get().find(id);
    if (found.isEmpty()) {
      return Future.succeededFuture(View.lead("experiments"));
    }
    return Future.all(
            workbench.open(name(), request), today.reports().get(), experiments.history().apply(id))
        .map(
            all -> {
              Bench bench = all.resultAt(0);
              List<ReportIndex.Line> lines = all.resultAt(1);
              return View.of(
                  "experiment.jte",
                  model(request, bench.with(problem), found.get(), lines, all.resultAt(2)));
            });
  }

  private Model model(
      ConsoleRequest request,
      Bench bench,
      Registered one,
      List<ReportIndex.Line> lines,
      List<HistoryEntry> history) {
    var now = today.clock().instant();
    boolean waits = one.state() == State.DRAFT;
    return new Model(
        bench,
        one,
        ReportIndex.headlines(lines, request.locale()).stream()
            .filter(line -> line.id().equals(one.id()))
            .findFirst()
            .orElse(null),
        waits ? StartCheck.of(one.definition(), bench.policy(), now) : List.of(),
        warnings(one, now),
        DraftSteps.mayApprove(request) ? steps(one.state()) : List.of(),
        history,
        request.locale());
  }

  /** As if it ran already, where it may start. */
  private List<String> warnings(Registered one, Instant now) {
    boolean waits = one.state() == State.DRAFT || one.state() == State.PAUSED;
    var running = waits ? LifecycleStep.START.take(one, null, now) : one;
    return Rivals.warnings(running, experiments.now().get().all(), now);
  }

  private static List<LifecycleStep> steps(State state) {
    return switch (state) {
      case DRAFT -> List.of(LifecycleStep.START, LifecycleStep.ARCHIVE);
      case RUNNING -> List.of(LifecycleStep.PAUSE, LifecycleStep.STOP, LifecycleStep.DECIDE);
      case PAUSED -> List.of(LifecycleStep.START, LifecycleStep.STOP, LifecycleStep.DECIDE);
      case DECIDED -> List.of(LifecycleStep.ARCHIVE);
      case ARCHIVED -> List.of();
    };
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return Future.succeededFuture(request)
        .compose(sent -> taken(sent, sent.field("do")))
        .recover(
            failure ->
                failure instanceof IllegalArgumentException
                        || failure instanceof NotDecidedException
                        || failure instanceof Refusal
                        || failure instanceof DraftRefused
                    ? show(request, String.valueOf(failure.getMessage()))
                    : Future.failedFuture(failure));
  }

  private Future<View> taken(ConsoleRequest request, String action) {
    var id = request.field("experiment");
    if (action.equals("graduate")) {
      return graduated(request, id);
    }
    if (!DraftSteps.mayApprove(request)) {
      throw new IllegalArgumentException(DraftSteps.APPROVERS_ONLY);
    }
    var step =
        Arrays.stream(LifecycleStep.values())
            .filter(one -> one.word().equals(action))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("There is no such step."));
    return mayTake(request, id, step)
        .compose(
            may -> {
              var variation = step == LifecycleStep.DECIDE ? request.field("variation") : null;
              return experiments.step().take(id, step, variation, request.actor());
            })
        .map(
            done ->
                View.lead(Addresses.of(name(), "", "experiment", id, "done", "step." + action)));
  }

  private Future<Void> mayTake(ConsoleRequest request, String id, LifecycleStep step) {
    var found = experiments.now().get().find(id);
    if (step != LifecycleStep.START || found.isEmpty()) {
      return Future.succeededFuture();
    }
    return workbench
        .open(name(), request)
        .map(
            bench -> {
              StartCheck.of(found.get().definition(), bench.policy(), today.clock().instant())
                  .stream()
                  .filter(check -> check.must() && !check.ok())
                  .findFirst()
                  .ifPresent(
                      check -> {
                        throw new IllegalArgumentException(
                            "The experiment cannot start: its %s is not as the live rules need it. Maybe publish the draft that defines it."
                                .formatted(check.key()));
                      });
              return null;
            });
  }

  private Future<View> graduated(ConsoleRequest request, String id) {
    return visitors
        .graduate()
        .apply(id)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "There is no experiment \"%s\". Maybe it was renamed.".formatted(id))))
        .compose(winner -> workbench.into(request, request.field("into"), id, winner.files()))
        .map(opened -> View.lead("draft?id=" + opened.draft().id() + "&done=graduated"));
  }
}
