package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.experiments.ledger.OutcomeCounts;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.drafts.DraftReplays.ReplayJob;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Each placement with its ladder: the campaigns by priority, then the test, then the default. In a
 * draft the ladder can be reordered, and a replay tells who would lose what.
 */
final class PlacementsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("placements").withForms();
  private static final int ROWS = 10;
  private static final int RUNGS = 25;
  private static final int MOST_REPLAYED = 20_000;
  private static final Duration LAST = Duration.ofHours(24);

  private final Workbench workbench;
  private final Supplier<Future<List<OutcomeCounts>>> outcomes;

  PlacementsPage(Workbench workbench, Supplier<Future<List<OutcomeCounts>>> outcomes) {
    this.workbench = workbench;
    this.outcomes = outcomes;
  }

  /** A campaign on a ladder with the rules that say whom it is for. */
  record Rung(Campaign campaign, List<RuleCard> rules) {}

  /**
   * A placement.
   *
   * @param rungs the highest first
   * @param more how many are left out
   * @param counts what visitors got since yesterday; null where there were no decisions
   */
  record Ladder(
      Placement placement,
      List<Rung> rungs,
      int more,
      List<ExperimentFile> experiments,
      @Nullable OutcomeCounts counts) {}

  /**
   * The placements.
   *
   * @param one whether a single placement is shown in full
   * @param replay what the draft would change; null for none yet
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      ListPage<Ladder> page,
      boolean one,
      @Nullable ReplayShown replay,
      Locale locale) {
    String address(RuleCard rule) {
      return bench.source(rule.file());
    }

    String turn(int number) {
      return bench.address("placements", "q", request.field("q"), "page", "" + number);
    }

    String share(@Nullable OutcomeCounts counts, String campaign) {
      return counts == null ? "–" : share(counts.won().getOrDefault(campaign, 0L), counts);
    }

    String tested(@Nullable OutcomeCounts counts) {
      return counts == null ? "–" : share(counts.tested(), counts);
    }

    String standard(@Nullable OutcomeCounts counts) {
      return counts == null ? "–" : share(counts.other(), counts);
    }

    private String share(long part, OutcomeCounts of) {
      return Figures.percent(locale, (double) part / of.all());
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench));
  }

  private Future<View> show(ConsoleRequest request, Bench bench) {
    var replay =
        bench.opened() == null
            ? Future.succeededFuture(java.util.Optional.<ReplayJob>empty())
            : workbench.desk().replays().find(bench.draft());
    return Future.all(outcomes.get(), replay)
        .map(
            both -> {
              List<OutcomeCounts> counts = both.resultAt(0);
              java.util.Optional<ReplayJob> job = both.resultAt(1);
              return View.of(
                  "placements.jte",
                  model(
                      request,
                      bench,
                      counts.stream()
                          .collect(Collectors.toMap(OutcomeCounts::placement, Function.identity())),
                      job.map(one -> ReplayShown.of(one, bench.revision(), request.locale()))
                          .orElse(null)));
            });
  }

  private static Model model(
      ConsoleRequest request,
      Bench bench,
      Map<String, OutcomeCounts> counts,
      @Nullable ReplayShown replay) {
    var folder = bench.policy().folder();
    var wanted = request.field("placement");
    boolean one = folder.placements().containsKey(wanted);
    var byPlacement = new LinkedHashMap<String, List<Campaign>>();
    folder.campaigns().values().stream()
        .sorted(LadderFiles.LADDER)
        .forEach(
            campaign ->
                campaign
                    .placements()
                    .forEach(
                        id ->
                            byPlacement.computeIfAbsent(id, i -> new ArrayList<>()).add(campaign)));
    var found =
        folder.placements().values().stream()
            .filter(each -> !one || each.id().equals(wanted))
            .filter(
                each ->
                    one
                        || ListPage.matches(
                            request.field("q"), Stream.of(each.id(), each.channel())))
            .toList();
    var page = ListPage.of(request, found, ROWS);
    var ladders =
        page.items().stream()
            .map(
                each -> {
                  var campaigns = byPlacement.getOrDefault(each.id(), List.of());
                  int shown = one ? campaigns.size() : Math.min(RUNGS, campaigns.size());
                  return new Ladder(
                      each,
                      campaigns.subList(0, shown).stream()
                          .map(c -> new Rung(c, bench.policy().audience(c.id())))
                          .toList(),
                      campaigns.size() - shown,
                      folder.experiments().values().stream()
                          .filter(test -> test.placement().equals(each.id()))
                          .toList(),
                      counts.get(each.id()));
                })
            .toList();
    return new Model(
        bench,
        request,
        new ListPage<>(ladders, page.number(), page.pages(), page.all()),
        one,
        replay,
        request.locale());
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                Future.succeededFuture(bench)
                    .compose(open -> taken(request, open))
                    .recover(
                        failure ->
                            failure instanceof IllegalArgumentException
                                    || failure instanceof DraftRefused
                                ? show(request, bench.with(String.valueOf(failure.getMessage())))
                                : Future.failedFuture(failure)));
  }

  private Future<View> taken(ConsoleRequest request, Bench bench) {
    var action = request.field("do");
    if (bench.opened() == null) {
      throw new IllegalArgumentException(
          "The live version is not changed here. Maybe open a draft.");
    }
    if (!DraftSteps.mayWrite(request)) {
      throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
    }
    if (action.equals("replay")) {
      return workbench
          .desk()
          .replays()
          .start(bench.opened(), LAST, MOST_REPLAYED)
          .map(begun -> back(bench, request, ""));
    }
    return Workbench.work(
            () ->
                switch (action) {
                  case "add" -> LadderFiles.added(request, bench);
                  case "default" -> LadderFiles.standard(request, bench);
                  default -> LadderFiles.reordered(action, request, bench);
                })
        .compose(files -> workbench.save(request, files))
        .map(saved -> back(bench, request, "placements"));
  }

  private static View back(Bench bench, ConsoleRequest request, String done) {
    return View.lead(
        bench.address(
            "placements",
            "placement",
            request.field("placement"),
            "q",
            request.field("q"),
            "done",
            done));
  }
}
