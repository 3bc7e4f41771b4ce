package io.knowfirst.server.console;

import io.knowfirst.experiments.report.ReportIndex;
import io.knowfirst.experiments.report.ReportIndex.Headline;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The experiments: what they have come to, and a form for new ones. */
final class ExperimentsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("experiments").withForms();
  private static final int ROWS = 50;

  private final Workbench workbench;
  private final Supplier<Future<List<ReportIndex.Line>>> reports;
  private final Supplier<Experiments> experiments;

  ExperimentsPage(
      Workbench workbench,
      Supplier<Future<List<ReportIndex.Line>>> reports,
      Supplier<Experiments> experiments) {
    this.workbench = workbench;
    this.reports = reports;
    this.experiments = experiments;
  }

  /**
   * An experiment.
   *
   * @param registered as it runs; null before its file is live
   * @param headline what it has come to; null where it has no report yet
   * @param findings of the check in its file
   */
  record Shown(
      ExperimentFile file,
      @Nullable Registered registered,
      @Nullable Headline headline,
      List<Finding> findings) {
    /** What is to be done before it starts, as far as files say. */
    boolean isReady() {
      return findings.stream().noneMatch(Finding::isError);
    }
  }

  /**
   * The experiments.
   *
   * @param others reports of experiments that no file of this version defines
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      ListPage<Shown> page,
      List<Headline> others,
      ExperimentForm form) {
    String turn(int page) {
      return bench.address("experiments", "q", request.field("q"), "page", "" + page);
    }

    /** Where the number of visitors and days is told; empty while the form does not say enough. */
    String plan() {
      boolean enough = !form.placement().isEmpty() && form.effect().matches("[0-9]{1,3}");
      return enough ? form.plan(request.locale().getLanguage()) : "";
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
    var checked = workbench.findings(bench);
    return Future.all(reports.get(), checked)
        .map(
            both -> {
              List<ReportIndex.Line> lines = both.resultAt(0);
              return View.of("experiments.jte", model(request, bench, lines, both.resultAt(1)));
            });
  }

  private Model model(
      ConsoleRequest request, Bench bench, List<ReportIndex.Line> lines, List<Finding> findings) {
    var headlines =
        ReportIndex.headlines(lines, request.locale()).stream()
            .collect(Collectors.toMap(Headline::id, Function.identity(), (a, b) -> a));
    var defined = bench.policy().folder().experiments();
    var shown =
        defined.values().stream()
            .filter(
                one ->
                    ListPage.matches(
                        request.field("q"), Stream.of(one.id(), one.name(), one.placement())))
            .map(
                one ->
                    new Shown(
                        one,
                        experiments.get().find(one.id()).orElse(null),
                        headlines.get(one.id()),
                        findings.stream()
                            .filter(
                                found -> found.file().equals("experiments/" + one.id() + ".yaml"))
                            .toList()))
            .toList();
    return new Model(
        bench,
        request,
        ListPage.of(request, shown, ROWS),
        headlines.values().stream().filter(one -> !defined.containsKey(one.id())).toList(),
        ExperimentForm.of(request));
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
    if (bench.opened() == null) {
      throw new IllegalArgumentException(
          "The live version is not changed here. Maybe open a draft.");
    }
    var action = request.field("do");
    if (action.equals("look")) {
      return show(request, bench);
    }
    return workbench
        .save(request, ExperimentForm.of(request).files(bench.policy()))
        .map(opened -> View.lead(bench.address(name(), "done", "experiment")));
  }
}
