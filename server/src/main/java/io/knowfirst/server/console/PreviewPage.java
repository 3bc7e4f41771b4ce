package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.why.WhyNot;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.decide.Traced;
import io.knowfirst.server.model.Decision.Placed;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a visitor would see: one of the scenarios, or one described in a form, at any clock. */
final class PreviewPage implements ConsolePage {
  private static final PageHead HEAD =
      PageHead.of("preview", Role.AUTHOR, Role.APPROVER).withForms();

  private final Workbench workbench;
  private final PreviewDesk desk;

  PreviewPage(Workbench workbench, PreviewDesk desk) {
    this.workbench = workbench;
    this.desk = desk;
  }

  /**
   * What would be shown.
   *
   * @param traced null before anything was asked for
   * @param link to the preview on the shop's pages; null where nobody asked for one
   * @param scenarios names of those of the folder
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      Persona persona,
      @Nullable Traced traced,
      PreviewLink.@Nullable Shown link,
      List<String> scenarios,
      List<String> categories) {
    static final List<String> ACTS = Persona.ACTS;
    static final List<String> PAGES = AudienceRow.PAGES;

    boolean mayAskForStored() {
      return request.who().user().caller().may(Set.of(Role.PRIVACY));
    }

    List<String> segments() {
      return traced == null
          ? List.of()
          : traced.trace().evaluation().segments().stream()
              .map(one -> one.segment())
              .distinct()
              .toList();
    }

    List<Placed> placements() {
      return traced == null ? List.of() : traced.decided().decision().placements();
    }

    List<Traced.Turn> turns(Placed placed) {
      return traced == null ? List.of() : traced.turns(placed);
    }

    /** Why the rules of campaigns that made no offer at a placement did not fire. */
    List<WhyNot> whyNot(Placed placed) {
      if (traced == null) {
        return List.of();
      }
      var campaigns = bench.policy().folder().campaigns().values();
      var rules =
          campaigns.stream()
              .filter(one -> one.placements().contains(placed.placement()))
              .sorted((a, b) -> b.priority() - a.priority())
              .flatMap(one -> bench.policy().audience(one.id()).stream())
              .map(RuleCard::name)
              .toList();
      return rules.stream()
          .map(traced.trace().whyNot()::get)
          .filter(why -> why != null && why.status() != WhyNot.Status.FIRED)
          .toList();
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
    if (request.field("do").isEmpty()) {
      return Workbench.work(() -> view(request, bench, null, null));
    }
    return desk.run(request, bench)
        .compose(desk::traced)
        .compose(traced -> Workbench.work(() -> view(request, bench, traced, null)))
        .recover(failure -> told(request, bench, failure));
  }

  private Future<View> told(ConsoleRequest request, Bench bench, Throwable failure) {
    return PreviewDesk.isOfInput(failure)
        ? Workbench.work(() -> view(request, bench.with(PreviewDesk.reason(failure)), null, null))
        : Future.failedFuture(failure);
  }

  private View view(
      ConsoleRequest request,
      Bench bench,
      @Nullable Traced traced,
      PreviewLink.@Nullable Shown link) {
    return View.of(
        "preview.jte",
        new Model(
            bench,
            request,
            Persona.of(request),
            traced,
            link,
            PreviewDesk.scenarios(bench),
            desk.categories()));
  }

  /**
   * Keeps the visitor that is described as a scenario of the draft, or makes a link; a visitor who
   * is stored is asked for in a form, so that no id is in an address.
   */
  @Override
  public Future<View> submit(ConsoleRequest request) {
    var action = request.field("do");
    return action.equals("save") || action.equals("link")
        ? workbench
            .open(name(), request)
            .compose(bench -> desk.run(request, bench).compose(run -> taken(run, bench, action)))
        : show(request);
  }

  private Future<View> taken(PreviewRun run, Bench bench, String action) {
    return (action.equals("save") ? saved(run, bench) : linked(run, bench))
        .recover(failure -> told(run.request(), bench, failure));
  }

  private Future<View> saved(PreviewRun run, Bench bench) {
    var request = run.request();
    return Workbench.work(() -> new PreviewScenario(run).files())
        .compose(files -> workbench.save(request, files))
        .map(
            saved ->
                View.lead(
                    bench.address(
                        name(),
                        "do",
                        "show",
                        "scenario",
                        request.field("name"),
                        "done",
                        "scenario")));
  }

  private Future<View> linked(PreviewRun run, Bench bench) {
    var request = run.request();
    return Workbench.work(() -> new PreviewLink(run, bench.draft()))
        .compose(
            wanted ->
                desk.traced(run)
                    .compose(
                        traced ->
                            desk.visitors()
                                .link()
                                .make(
                                    request.who().user().caller(), request.actor(), wanted.asked())
                                .compose(
                                    link ->
                                        Workbench.work(
                                            () ->
                                                view(
                                                    request, bench, traced, wanted.shown(link))))));
  }
}
