package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportIndex.Headline;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.liveness.LiveRules;
import io.knowfirst.server.rulesets.versions.Version;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Today: what is live, what waits for whoever looks, what fell silent, what comes of it. */
final class HomePage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("home");
  private static final int SHOWN = 12;
  private static final int MOST = 100;

  private final TodaySources sources;
  private final ExperimentSources experiments;

  HomePage(TodaySources sources, ExperimentSources experiments) {
    this.sources = sources;
    this.experiments = experiments;
  }

  /**
   * What there is to see today.
   *
   * @param live the version that decides
   * @param waiting drafts that this person may approve
   * @param silent rules that used to fire
   * @param experiments with what they have come to
   * @param outcomes by placement
   * @param quarter what knowing was worth
   */
  record Model(
      Version live,
      List<RuleDraft> waiting,
      List<LiveRules.Line> silent,
      List<Headline> experiments,
      List<OutcomeCounts> outcomes,
      QuarterLedger quarter,
      Locale locale) {
    String version() {
      return live.hash().substring(0, SHOWN);
    }

    String number(long number) {
      return Figures.number(locale, number);
    }

    /** Of all decisions of a placement. */
    String share(long part, OutcomeCounts of) {
      return Figures.percent(locale, (double) part / of.all());
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    var rulesets = sources.rulesets().get();
    var live = rulesets.versions().find(rulesets.status().hash());
    var waiting = sources.drafts().get().drafts().list(EnumSet.of(State.SUBMITTED), MOST);
    var rules = sources.liveRules().get();
    var reports = sources.reports().get();
    var outcomes = sources.outcomes().get();
    var quarter = QuarterLedger.of(experiments, sources.clock(), request.locale());
    return Future.all(live, waiting, rules, reports, outcomes, quarter)
        .map(
            all ->
                View.of(
                    "home.jte",
                    new Model(
                        live.result(),
                        waiting.result().stream()
                            .filter(draft -> DraftSteps.waitsFor(draft, request))
                            .toList(),
                        rules.result().rules().stream()
                            .filter(line -> line.alert() != null)
                            .toList(),
                        ReportIndex.headlines(reports.result(), request.locale()),
                        outcomes.result(),
                        quarter.result(),
                        request.locale())));
  }
}
