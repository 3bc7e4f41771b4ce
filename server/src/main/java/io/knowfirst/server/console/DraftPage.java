package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.DraftEvent;
import io.knowfirst.server.rulesets.drafts.DraftRebase.Rebased;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.drafts.Drafts;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.PolicyDiff;
import io.knowfirst.server.rulesets.scenarios.ScenarioReport;
import io.knowfirst.server.rulesets.scenarios.ScenarioResult;
import io.knowfirst.server.rulesets.versions.Inspection;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One draft: what it changes, what the check says, its files, and the way to live. */
final class DraftPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("draft").aside().withForms();
  private static final int LONGEST_COMMENT = 500;

  private final Supplier<DraftDesk> desk;
  private final Supplier<Rulesets> rulesets;
  private final InstantSource clock;

  DraftPage(Supplier<DraftDesk> desk, Supplier<Rulesets> rulesets, InstantSource clock) {
    this.desk = desk;
    this.rulesets = rulesets;
    this.clock = clock;
  }

  /**
   * What there is to say of what it changes.
   *
   * @param words against its base version
   * @param findings of the check, errors first
   */
  record Review(
      List<PolicyDiff.PolicyChange> words, List<Finding> findings, List<DraftEvent> history) {
    long errors() {
      return findings.stream().filter(Finding::isError).count();
    }
  }

  /**
   * What whoever looks may do.
   *
   * @param steps that are open to them
   * @param conflicting what keeps the draft from being rebased; null where nobody tried
   * @param zone of the shop's clock
   */
  record Way(boolean mayWrite, List<String> steps, @Nullable Rebased conflicting, ZoneId zone) {}

  /**
   * A draft.
   *
   * @param tried its scenarios; null where nobody ran them
   * @param problem why something was not done, in English; empty for nothing
   */
  record Model(
      Opened opened, Review review, Way way, @Nullable ScenarioReport tried, String problem) {
    String id() {
      return opened.draft().id();
    }

    /** Paths that are added, removed or changed. */
    List<String> changed() {
      var paths = new TreeSet<>(opened.files().base().keySet());
      paths.addAll(opened.files().now().keySet());
      return paths.stream().filter(path -> opened.files().change(path) != null).toList();
    }

    List<ScenarioResult> failed() {
      return tried == null
          ? List.of()
          : tried.results().stream().filter(one -> !one.passed()).toList();
    }

    String address(String path) {
      return Addresses.of("code", id(), "file", path);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show(request, "", null, null);
  }

  /**
   * @param conflicting what keeps the draft from being rebased; null where nobody tried
   * @param tried its scenarios; null where nobody ran them
   */
  private Future<View> show(
      ConsoleRequest request,
      String problem,
      @Nullable Rebased conflicting,
      @Nullable ScenarioReport tried) {
    var drafts = desk.get().drafts();
    return drafts
        .open(request.field("id"))
        .compose(
            opened ->
                review(drafts, opened)
                    .map(
                        review ->
                            View.of(
                                "draft.jte",
                                new Model(
                                    opened,
                                    review,
                                    way(request, opened, conflicting),
                                    tried,
                                    problem))));
  }

  private Future<Review> review(Drafts drafts, Opened opened) {
    return Future.all(
            words(opened),
            rulesets.get().check(opened.files().now()),
            drafts.history(opened.draft().id()))
        .map(
            all -> {
              Inspection check = all.resultAt(1);
              var sorted =
                  new ArrayList<>(check.findings().stream().filter(Finding::isError).toList());
              check.findings().stream().filter(one -> !one.isError()).forEach(sorted::add);
              return new Review(all.resultAt(0), sorted, all.resultAt(2));
            });
  }

  private Way way(ConsoleRequest request, Opened opened, @Nullable Rebased conflicting) {
    return new Way(
        DraftSteps.mayWrite(request),
        DraftSteps.of(opened, request, rulesets.get().fourEyes()),
        conflicting,
        zone());
  }

  /** Reads two folders, so not on an event loop. */
  private static Future<List<PolicyDiff.PolicyChange>> words(Opened opened) {
    var files = opened.files();
    return Vertx.currentContext()
        .executeBlocking(() -> PolicyDiff.of(files.base(), files.now()).changes(), false);
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    try {
      return step(request, request.field("id"), request.field("action"))
          .recover(
              failure ->
                  failure instanceof DraftRefused || failure instanceof RulesetRefused
                      ? show(request, reason(failure), null, null)
                      : Future.failedFuture(failure));
    } catch (IllegalArgumentException | DraftRefused refused) {
      return show(request, String.valueOf(refused.getMessage()), null, null);
    }
  }

  private ZoneId zone() {
    return rulesets.get().get().base().folder().zone();
  }

  private static String reason(Throwable failure) {
    return failure instanceof RulesetRefused refused
        ? refused.reason()
        : String.valueOf(failure.getMessage());
  }

  private Future<View> step(ConsoleRequest request, String id, String action) {
    var comment = request.field("comment");
    if (comment.length() > LONGEST_COMMENT) {
      throw new IllegalArgumentException(
          "The comment has %d characters, expected at most %d. Maybe shorten it."
              .formatted(comment.length(), LONGEST_COMMENT));
    }
    if (action.equals("test")) {
      if (!DraftSteps.mayWrite(request)) {
        throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
      }
      return desk.get()
          .drafts()
          .open(id)
          .compose(opened -> desk.get().publisher().scenarios(opened.files(), ""))
          .compose(tried -> show(request, "", null, tried));
    }
    var moves = new DraftMoves(desk.get(), request);
    if (action.equals("rebase")) {
      return moves
          .rebase(id)
          .compose(
              rebased ->
                  rebased.conflicts().isEmpty()
                      ? Future.succeededFuture(View.lead("draft?id=" + id + "&done=rebase"))
                      : show(request, "", rebased, null));
    }
    var taken =
        action.equals("schedule")
            ? moves.schedule(id, zone(), clock.instant())
            : new DraftSteps(desk.get(), request)
                .take(id, Workbench.seen(request), action, comment);
    return taken.map(opened -> View.lead("draft?id=" + opened.draft().id() + "&done=" + action));
  }
}
