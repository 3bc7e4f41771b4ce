package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import io.knowfirst.server.rulesets.drafts.Drafts.Opened;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.versions.RuleTexts;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings a draft onto the version that is live by now. What only one side changed is taken; what
 * both changed is merged where the lines do not touch, and is a conflict where they do. A draft
 * with conflicts stays as it was until each is resolved.
 */
public final class DraftRebase {
  private final Drafts drafts;
  private final InstantSource clock;

  DraftRebase(Drafts drafts, InstantSource clock) {
    this.drafts = drafts;
    this.clock = clock;
  }

  /**
   * A file that both changed.
   *
   * @param rules names of those that both changed; empty where it is something else
   * @param base its text in the base version; null for none, as for the next two
   * @param merged with conflict markers; null where one side removed it
   */
  public record MergeConflict(
      String path,
      List<String> rules,
      @Nullable String base,
      @Nullable String draft,
      @Nullable String live,
      @Nullable String merged) {
    public MergeConflict {
      rules = List.copyOf(rules);
    }
  }

  /**
   * What came of it.
   *
   * @param onto hash of the version that was live
   * @param conflicts none where the draft was rebased
   */
  public record Rebased(Opened opened, String onto, List<MergeConflict> conflicts) {
    public Rebased {
      conflicts = List.copyOf(conflicts);
    }
  }

  /**
   * How somebody resolves conflicts.
   *
   * @param onto hash of the version that they were with
   * @param texts by path; null where the file is to be removed
   */
  public record Resolution(String onto, Map<String, @Nullable String> texts) {}

  /**
   * @param resolved null where nothing is yet
   */
  public Future<Rebased> rebase(
      String id, SeenRevision seen, String who, @Nullable Resolution resolved) {
    var onto = drafts.live();
    if (resolved != null && !resolved.onto().equals(onto)) {
      throw new DraftRefused(
          Why.STATE,
          "The conflicts were with %s, but %s is live by now. Maybe rebase without files first."
              .formatted(DraftFiles.shown(resolved.onto()), DraftFiles.shown(onto)));
    }
    Map<String, @Nullable String> texts = resolved == null ? Map.of() : resolved.texts();
    return drafts
        .bases()
        .of(onto)
        .compose(
            live ->
                drafts.locked(
                    id,
                    seen,
                    (client, draft) -> {
                      Drafts.need(draft, "rebased", State.OPEN);
                      return drafts
                          .files(client, draft)
                          .compose(
                              files -> {
                                var merge = new FolderMerge(files, live, texts);
                                if (draft.base().equals(onto) || !merge.conflicts.isEmpty()) {
                                  return Future.succeededFuture(merge.conflicts);
                                }
                                var now = clock.instant();
                                var after = merge.result();
                                return drafts
                                    .store()
                                    .write(client, id, files.changes(), after.changes())
                                    .compose(
                                        done ->
                                            drafts
                                                .store()
                                                .update(
                                                    client,
                                                    draft.changed(who, onto, now),
                                                    new DraftEvent(now, who, "rebased", onto)))
                                    .map(merge.conflicts);
                              });
                    }))
        .compose(conflicts -> drafts.open(id).map(opened -> new Rebased(opened, onto, conflicts)));
  }

  /** The files of a draft and those of the live version. */
  private static final class FolderMerge {
    private final SortedMap<String, String> live;
    private final Map<String, @Nullable String> resolved;
    private final TreeMap<String, String> now;
    private final List<MergeConflict> conflicts = new ArrayList<>();

    FolderMerge(
        DraftFiles files, SortedMap<String, String> live, Map<String, @Nullable String> resolved) {
      this.live = live;
      this.resolved = resolved;
      this.now = new TreeMap<>(live);
      var unused = new TreeSet<>(resolved.keySet());
      files
          .changes()
          .forEach(
              (path, text) -> {
                var base = files.base().get(path);
                if (Objects.equals(base, live.get(path))) {
                  set(path, text);
                } else if (!Objects.equals(text, live.get(path))) {
                  unused.remove(path);
                  merge(path, base, text, live.get(path));
                }
              });
      if (!unused.isEmpty()) {
        throw new DraftRefused(
            Why.FILE,
            "%s has no conflict, expected files that have one. Maybe change it in the draft after the rebase."
                .formatted(DraftFiles.shown(unused.first())));
      }
    }

    private void merge(
        String path, @Nullable String base, @Nullable String draft, @Nullable String other) {
      ThreeWayMerge merged = null;
      if (draft != null && other != null) {
        merged = ThreeWayMerge.of(base == null ? "" : base, draft, other);
      }
      if (merged != null && merged.clean()) {
        set(path, merged.text());
      } else if (resolved.containsKey(path)) {
        set(path, resolved.get(path));
      } else {
        var markers = merged == null ? null : merged.text();
        conflicts.add(
            new MergeConflict(path, rules(path, base, draft, other), base, draft, other, markers));
      }
    }

    private void set(String path, @Nullable String text) {
      if (text == null) {
        now.remove(path);
      } else {
        now.put(path, text.replace("\r\n", "\n"));
      }
    }

    DraftFiles result() {
      return new DraftFiles(live, live).replace(now);
    }

    private static List<String> rules(
        String path, @Nullable String base, @Nullable String draft, @Nullable String live) {
      var old = RuleTexts.of(path, base);
      var ours = RuleTexts.of(path, draft);
      var theirs = RuleTexts.of(path, live);
      var names = new TreeSet<>(ours.keySet());
      names.addAll(theirs.keySet());
      names.addAll(old.keySet());
      names.removeIf(
          name ->
              Objects.equals(ours.get(name), theirs.get(name))
                  || Objects.equals(ours.get(name), old.get(name))
                  || Objects.equals(theirs.get(name), old.get(name)));
      return List.copyOf(names);
    }
  }
}
