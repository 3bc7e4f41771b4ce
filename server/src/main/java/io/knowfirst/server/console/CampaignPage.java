package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.vertx.core.Future;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One campaign of a draft, or a new one, in either style. */
final class CampaignPage implements ConsolePage {
  private static final String STEPS =
      "A campaign of steps is written in its file. Maybe change it there.";
  private static final PageHead HEAD = PageHead.of("campaign").aside().withForms();
  private final Workbench workbench;
  private final Supplier<Assortment> assortment;

  CampaignPage(Workbench workbench, Supplier<Assortment> assortment) {
    this.workbench = workbench;
    this.assortment = assortment;
  }

  /**
   * A campaign.
   *
   * @param was as it is in the draft; null for a new one
   * @param hasRows whether its audience can be changed here
   * @param categories of the catalogue
   * @param flow its steps; null where it has none
   */
  record Model(
      Bench bench,
      CampaignForm form,
      @Nullable Campaign was,
      boolean hasRows,
      List<String> categories,
      @Nullable FlowShown flow) {
    /** What is told of a campaign of steps beside its steps. */
    static final List<String> TOLD =
        List.of("priority", "from", "until", "times", "days", "purpose", "holdout", "owner");

    static final List<String> PAGES = AudienceRow.PAGES;

    List<RuleCard> rules() {
      return bench.policy().audience(form.id());
    }

    /** Whether it has limits beside its cap, so that they are seen at once. */
    boolean hasLimits() {
      return form.limits().isSaid();
    }

    Collection<String> channels() {
      return bench.policy().folder().placements().values().stream()
          .map(Placement::channel)
          .distinct()
          .sorted()
          .toList();
    }

    /** A field of the form as a page tells it. */
    String told(String field, Frame frame) {
      var text = form.text(field);
      boolean isTime = field.equals("from") || field.equals("until");
      return isTime
          ? frame.texts().moment(LocalDateTime.parse(text).atZone(bench.policy().folder().zone()))
          : text;
    }

    String address(RuleCard rule) {
      return bench.source(rule.file());
    }

    boolean has(String placement) {
      return form.placements().contains(placement);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench, null));
  }

  private Future<View> show(ConsoleRequest request, Bench bench, @Nullable CampaignForm sent) {
    var asked = bench.policy().folder().campaigns().get(request.field("campaign"));
    return asked == null || asked.flow() == null
        ? show(request, bench, sent, List.of())
        : workbench.findings(bench).compose(found -> show(request, bench, sent, found));
  }

  private Future<View> show(
      ConsoleRequest request, Bench bench, @Nullable CampaignForm sent, List<Finding> findings) {
    return Workbench.work(
        () -> {
          var was = bench.policy().folder().campaigns().get(request.field("campaign"));
          var rows = was == null ? null : files(request, bench).rows(was.id()).orElse(null);
          var form = sent;
          if (form == null) {
            form =
                was == null
                    ? CampaignForm.fresh(style(request), request.actor().person())
                    : CampaignForm.of(
                        was, bench.policy().folder(), rows == null ? List.of() : rows);
          }
          return View.of(
              "campaign.jte",
              new Model(
                  bench,
                  form,
                  was,
                  was == null || rows != null,
                  CatalogueWords.of(assortment.get()).categories(),
                  was == null || was.flow() == null
                      ? null
                      : FlowShown.of(was.flow(), findings, Frame.words(request.locale()))));
        });
  }

  private static Campaign.Style style(ConsoleRequest request) {
    return request.field("style").equals("personalization")
        ? Campaign.Style.PERSONALIZATION
        : Campaign.Style.AUTOMATION;
  }

  private static CampaignFiles files(ConsoleRequest request, Bench bench) {
    return new CampaignFiles(
        bench.policy(),
        new Phrases(bench.policy().sentences(), request.locale()),
        request.locale().getLanguage().equals(Locale.GERMAN.getLanguage()));
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .compose(
            bench -> {
              var form = CampaignForm.of(request);
              boolean deletes = request.field("do").equals("delete");
              if (!deletes && !request.field("do").equals("save")) {
                return show(request, bench, form);
              }
              if (deletes) {
                return deleted(request, bench)
                    .recover(failure -> refused(request, bench, form, failure));
              }
              var was = bench.policy().folder().campaigns().get(request.field("campaign"));
              if (was != null && was.flow() != null) {
                return refused(request, bench, form, new IllegalArgumentException(STEPS));
              }
              return Workbench.work(() -> files(request, bench).files(form, was))
                  .compose(files -> workbench.save(request, files))
                  .map(
                      saved ->
                          View.lead(
                              bench.address(
                                  name(),
                                  "campaign",
                                  was == null ? form.id() : was.id(),
                                  "done",
                                  "campaign")))
                  .recover(failure -> refused(request, bench, form, failure));
            });
  }

  private Future<View> refused(
      ConsoleRequest request, Bench bench, CampaignForm form, Throwable failure) {
    return failure instanceof IllegalArgumentException || failure instanceof DraftRefused
        ? show(request, bench.with(String.valueOf(failure.getMessage())), form)
        : Future.failedFuture(failure);
  }

  private Future<View> deleted(ConsoleRequest request, Bench bench) {
    return Workbench.work(
            () -> new CampaignRemoval(bench.policy()).files(request.field("campaign")))
        .compose(files -> workbench.save(request, files))
        .map(saved -> View.lead(bench.address("campaigns", "done", "campaign-deleted")));
  }
}
