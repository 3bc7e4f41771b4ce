package io.knowfirst.server.console;

import io.knowfirst.rules.check.Seen;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.replay.Reach;
import io.knowfirst.server.rulesets.replay.Replays;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A file of rules in sentences: read line by line, and written rule by rule. */
final class SentencesPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("sentences").aside().withForms();
  private static final Duration LAST = Duration.ofDays(7);
  private static final int MOST = 20_000;

  private final Workbench workbench;
  private final Supplier<Assortment> assortment;
  private final Supplier<Future<Seen>> seen;
  private volatile CatalogueWords words = CatalogueWords.NONE;
  private final SentenceFiles files = new SentenceFiles();

  SentencesPage(Workbench workbench, Supplier<Assortment> assortment, Supplier<Future<Seen>> seen) {
    this.workbench = workbench;
    this.assortment = assortment;
    this.seen = seen;
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench, null));
  }

  /**
   * @param sent the form as it was sent; null for the rule as it stands
   */
  private Future<View> show(ConsoleRequest request, Bench bench, @Nullable RuleForm sent) {
    return Future.all(workbench.findings(bench), seen.get())
        .compose(
            both -> {
              List<Finding> findings = both.resultAt(0);
              Seen came = both.resultAt(1);
              return reach(request, bench)
                  .compose(
                      reach ->
                          Workbench.work(() -> view(request, bench, sent, findings, came, reach)))
                  .recover(
                      failure ->
                          failure instanceof RulesetRefused || failure instanceof Replays.Busy
                              ? Workbench.work(
                                  () ->
                                      view(
                                          request,
                                          bench.with(String.valueOf(failure.getMessage())),
                                          sent,
                                          findings,
                                          came,
                                          null))
                              : Future.failedFuture(failure));
            });
  }

  private View view(
      ConsoleRequest request,
      Bench bench,
      @Nullable RuleForm sent,
      List<Finding> findings,
      Seen came,
      @Nullable Reach reach) {
    var phrases = new Phrases(bench.policy().sentences(), request.locale());
    var file = path(request);
    var all = files.parts(file, bench.policy());
    boolean takes = file.endsWith(".dslr") && (bench.mayEdit() || sent != null);
    int edited = takes ? RuleSaving.edited(request.field("rule"), all.size()) : -1;
    var asked = request.field("page");
    int page =
        asked.matches("[0-9]{1,6}")
            ? Integer.parseInt(asked)
            : SentenceParts.page(edited >= all.size() ? 0 : Math.max(0, edited));
    var read = SentenceParts.of(file, all, bench.policy(), phrases, findings, page);
    var form = sent;
    if (form == null && edited >= 0) {
      form =
          edited >= all.size()
              ? RuleForm.fresh(request, phrases)
              : all.get(edited) instanceof SentenceRule rule
                  ? marked(rule, read, edited, phrases)
                  : null;
    }
    if (words.version() != assortment.get().version()) {
      words = CatalogueWords.of(assortment.get());
    }
    return View.of(
        "sentences.jte",
        new SentencesModel(
            bench,
            file,
            read.page(),
            form == null ? -1 : edited,
            form,
            phrases,
            words,
            came,
            read.general(),
            reach,
            request));
  }

  /** With the findings at its rows, where its page is shown. */
  private static RuleForm marked(
      SentenceRule rule, SentenceParts read, int edited, Phrases phrases) {
    return read.page().items().stream()
        .filter(one -> one.number() == edited)
        .map(SentenceParts.Shown::form)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> RuleForm.of(rule, phrases));
  }

  /** The file that is asked for, or that of a new segment. */
  private static String path(ConsoleRequest request) {
    var file = request.field("file");
    var kind = request.field("kind");
    return file.isEmpty() && SegmentsPage.KINDS.contains(kind)
        ? "segments/" + kind + "/" + Addresses.slug(request.field("segment")) + ".dslr"
        : file;
  }

  private Future<@Nullable Reach> reach(ConsoleRequest request, Bench bench) {
    var segment = request.field("reach");
    var opened = bench.opened();
    if (segment.isEmpty() || opened == null || !bench.policy().segments().containsKey(segment)) {
      return Future.succeededFuture(null);
    }
    return Workbench.work(() -> workbench.rulesets().aside(opened.files().now()))
        .compose(rules -> workbench.desk().recordings().reach(rules, segment, LAST, MOST))
        .map(told -> (@Nullable Reach) told);
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .compose(
            bench -> {
              var phrases = new Phrases(bench.policy().sentences(), request.locale());
              var action = request.field("do");
              try {
                if (action.equals("starter")) {
                  return starter(request);
                }
                var form = RuleForm.of(request, phrases);
                return action.equals("save") || action.equals("delete")
                    ? save(request, bench, form, action.equals("delete"))
                    : show(request, bench, form.after(action, request, phrases));
              } catch (IllegalArgumentException | DraftRefused refused) {
                return show(
                    request,
                    bench.with(String.valueOf(refused.getMessage())),
                    RuleForm.of(request, phrases));
              }
            });
  }

  private Future<View> save(ConsoleRequest request, Bench bench, RuleForm form, boolean delete) {
    var file = path(request);
    return Workbench.work(
            () -> RuleSaving.of(file, bench.policy(), form, request.field("rule"), delete))
        .compose(
            saving ->
                saving.wrong().isEmpty()
                    ? workbench
                        .save(request, new TreeMap<>(Map.of(file, saving.text())))
                        .map(
                            saved ->
                                View.lead(
                                    bench.address(
                                        name(),
                                        "file",
                                        file,
                                        "page",
                                        pageOf(request),
                                        "done",
                                        "rule")))
                    : show(request, bench.with(saving.general()), saving.marked()))
        .recover(
            failure ->
                failure instanceof DraftRefused || failure instanceof IllegalArgumentException
                    ? show(request, bench.with(String.valueOf(failure.getMessage())), form)
                    : Future.failedFuture(failure));
  }

  /** On which the rule is seen again; empty for the first. */
  private static String pageOf(ConsoleRequest request) {
    var rule = request.field("rule");
    int page = rule.matches("[0-9]{1,4}") ? SentenceParts.page(Integer.parseInt(rule)) : 1;
    return page == 1 ? "" : "" + page;
  }

  /** Puts the sentences of the example into a draft that has none. */
  private Future<View> starter(ConsoleRequest request) {
    return workbench
        .save(request, SentenceFiles.starter(request.locale()))
        .map(
            saved ->
                View.lead(
                    Addresses.of(
                        name(),
                        request.field("draft"),
                        "file",
                        request.field("file"),
                        "rule",
                        request.field("rule"),
                        "segment",
                        request.field("segment"),
                        "kind",
                        request.field("kind"))));
  }
}
