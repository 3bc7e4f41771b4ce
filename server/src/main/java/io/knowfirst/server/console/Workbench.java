package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.rulesets.drafts.DraftDesk;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.SeenRevision;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens what pages show of the rules: the live version, or a draft, in which they may be changed.
 * The last few that were read are kept while memory lasts.
 */
final class Workbench {
  private static final int KEPT = 6;
  private static final int MOST_DRAFTS = 50;

  /** The check looks at the catalogue too, so it is made anew after a while. */
  private static final long CHECKED_NANOS = 30_000_000_000L;

  private final Supplier<DraftDesk> desk;
  private final Supplier<Rulesets> rulesets;
  private final Map<String, SoftReference<Policy>> read =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Policy>> eldest) {
              return size() > KEPT;
            }
          });

  private volatile CheckedDraft checked = new CheckedDraft("", 0, List.of());

  Workbench(Supplier<DraftDesk> desk, Supplier<Rulesets> rulesets) {
    this.desk = desk;
    this.rulesets = rulesets;
  }

  /** The draft that was checked last. */
  private record CheckedDraft(String hash, long at, List<Finding> findings) {}

  /**
   * What a page works on.
   *
   * @param page its name
   * @param opened the draft; null for the live version
   * @param drafts that this person may open instead
   * @param mayWrite whether they may begin and change drafts
   * @param problem why something was not done, in English; empty for nothing
   */
  record Bench(
      String page,
      @Nullable Opened opened,
      Policy policy,
      List<RuleDraft> drafts,
      boolean mayWrite,
      String problem) {
    /** Whether this page may change what it shows. */
    boolean mayEdit() {
      return opened != null && mayWrite && opened.draft().state() == State.OPEN;
    }

    String draft() {
      return opened == null ? "" : opened.draft().id();
    }

    long revision() {
      return opened == null ? 0 : opened.draft().revision();
    }

    /** An address of another page on the same draft; {@code more} is the rest of its query. */
    String address(String name, String... more) {
      return Addresses.of(name, opened == null ? "" : opened.draft().id(), more);
    }

    /** Where a file of rules is shown: in sentences, or as code. */
    String source(String file) {
      return address(file.endsWith(".dslr") ? "sentences" : "code", "file", file);
    }

    Bench with(String why) {
      return new Bench(page, opened, policy, drafts, mayWrite, why);
    }
  }

  /** What the request asks for; fails where there is no such draft. */
  Future<Bench> open(String page, ConsoleRequest request) {
    boolean mayWrite = DraftSteps.mayWrite(request);
    var id = request.field("draft");
    if (!id.isEmpty()) {
      return desk.get()
          .drafts()
          .open(id)
          .compose(
              opened ->
                  policy(opened.hash(), () -> Future.succeededFuture(opened.files().now()))
                      .map(read -> new Bench(page, opened, read, List.of(), mayWrite, "")));
    }
    var live = rulesets.get().get().base().hash();
    var drafts =
        mayWrite
            ? desk.get().drafts().list(EnumSet.of(State.OPEN), MOST_DRAFTS)
            : Future.succeededFuture(List.<RuleDraft>of());
    return drafts.compose(
        open ->
            policy(live, () -> rulesets.get().versions().files(live))
                .map(read -> new Bench(page, null, read, open, mayWrite, "")));
  }

  private Future<Policy> policy(String hash, Supplier<Future<SortedMap<String, String>>> files) {
    var reference = read.get(hash);
    var known = reference == null ? null : reference.get();
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return files
        .get()
        .compose(texts -> work(() -> Policy.of(texts)))
        .onSuccess(policy -> read.put(hash, new SoftReference<>(policy)));
  }

  /** What the check finds in a draft; none for the live version, which passed it. */
  Future<List<Finding>> findings(Bench bench) {
    var opened = bench.opened();
    if (opened == null) {
      return Future.succeededFuture(List.of());
    }
    var known = checked;
    if (known.hash().equals(opened.hash()) && System.nanoTime() - known.at() < CHECKED_NANOS) {
      return Future.succeededFuture(known.findings());
    }
    return rulesets
        .get()
        .check(opened.files().now())
        .map(
            check -> {
              checked = new CheckedDraft(opened.hash(), System.nanoTime(), check.findings());
              return check.findings();
            });
  }

  /** Away from the event loop. */
  static <T> Future<T> work(java.util.concurrent.Callable<T> task) {
    return Vertx.currentContext().executeBlocking(task, false);
  }

  /**
   * Changes files of the draft in one step, as the draft API does.
   *
   * @throws IllegalArgumentException where this person writes no drafts
   */
  Future<Opened> save(ConsoleRequest request, SortedMap<String, ? extends @Nullable String> texts) {
    if (!DraftSteps.mayWrite(request)) {
      throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
    }
    return desk.get()
        .drafts()
        .put(request.field("draft"), seen(request), request.actor().person(), texts);
  }

  /**
   * Puts files into a draft as it is now, or into a new one.
   *
   * @param draft its id; empty for a new one
   * @param name of a new one
   * @throws IllegalArgumentException where this person writes no drafts
   */
  Future<Opened> into(
      ConsoleRequest request, String draft, String name, SortedMap<String, String> texts) {
    if (!DraftSteps.mayWrite(request)) {
      throw new IllegalArgumentException(DraftSteps.AUTHORS_ONLY);
    }
    var drafts = desk.get().drafts();
    var who = request.actor().person();
    var opened = draft.isEmpty() ? drafts.create(name, "", null, who) : drafts.open(draft);
    return opened.compose(
        found -> {
          var seen = new SeenRevision(Set.of(found.draft().revision()), false);
          return drafts.put(found.draft().id(), seen, who, texts);
        });
  }

  DraftDesk desk() {
    return desk.get();
  }

  Rulesets rulesets() {
    return rulesets.get();
  }

  static SeenRevision seen(ConsoleRequest request) {
    var revision = request.field("revision");
    return new SeenRevision(
        revision.matches("[0-9]{1,18}") ? Set.of(Long.valueOf(revision)) : Set.of(), false);
  }
}
