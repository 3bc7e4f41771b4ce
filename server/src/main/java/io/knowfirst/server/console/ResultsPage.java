package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportIndex.Headline;
import io.knowfirst.experiments.report.ledger.LedgerSummary;
import io.knowfirst.experiments.report.ledger.LedgerSummary.LessonLine;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.vertx.core.Future;
import java.util.List;

/** What it all comes to: reports, what knowing was worth, and what to learn next. */
final class ResultsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("results").withForms();
  private final Workbench workbench;
  private final TodaySources today;
  private final ExperimentSources experiments;

  ResultsPage(Workbench workbench, TodaySources today, ExperimentSources experiments) {
    this.workbench = workbench;
    this.today = today;
    this.experiments = experiments;
  }

  /** Results of the quarter. */
  record Model(Bench bench, QuarterLedger quarter, List<Headline> reports) {
    LedgerSummary ledger() {
      return quarter.summary();
    }

    boolean isAskable(LessonLine lesson) {
      return MissingFact.of(lesson.fact()).isPresent();
    }

    List<String> placements() {
      return List.copyOf(bench.policy().folder().placements().keySet());
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
    var quarter = QuarterLedger.of(experiments, today.clock(), request.locale());
    return Future.all(workbench.open(name(), request), quarter, today.reports().get())
        .compose(
            all ->
                Workbench.work(
                    () -> {
                      Bench bench = all.resultAt(0);
                      List<ReportIndex.Line> lines = all.resultAt(2);
                      return View.of(
                          "results.jte",
                          new Model(
                              bench.with(problem),
                              quarter.result(),
                              ReportIndex.headlines(lines, request.locale())));
                    }));
  }

  /** Turns a missing fact into a segment, or into a question, in a draft. */
  @Override
  public Future<View> submit(ConsoleRequest request) {
    return Future.succeededFuture(request)
        .compose(this::taken)
        .recover(
            failure ->
                failure instanceof IllegalArgumentException || failure instanceof DraftRefused
                    ? show(request, String.valueOf(failure.getMessage()))
                    : Future.failedFuture(failure));
  }

  private Future<View> taken(ConsoleRequest request) {
    var fact =
        MissingFact.of(request.field("fact"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "fact is \"%s\", expected a trait, a consent or a login. Maybe open the page again."
                            .formatted(request.field("fact"))));
    var owner = request.actor().person();
    boolean asks = request.field("do").equals("question");
    var words = Frame.words(request.locale());
    return workbench
        .open(name(), request)
        .compose(
            bench -> {
              var placement = request.field("placement");
              if (asks && !bench.policy().folder().placements().containsKey(placement)) {
                throw new IllegalArgumentException(
                    "placement is \"%s\", expected one of the live rules. Maybe it was renamed."
                        .formatted(placement));
              }
              var files =
                  asks
                      ? fact.asQuestion(
                          owner, placement, words.format("results.question.text", fact.fact()))
                      : fact.asSegment(owner);
              return workbench.into(request, request.field("into"), fact.fact(), files);
            })
        .map(
            opened ->
                View.lead(
                    asks
                        ? Addresses.of(
                            "content",
                            opened.draft().id(),
                            "content",
                            fact.question(),
                            "done",
                            "learn")
                        : Addresses.of(
                            "code",
                            opened.draft().id(),
                            "file",
                            "segments/demographic/%s.drl".formatted(fact.segment()),
                            "done",
                            "learn")));
  }
}
