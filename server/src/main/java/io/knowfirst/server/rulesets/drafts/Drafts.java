package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import io.knowfirst.server.rulesets.drafts.RuleDraft.About;
import io.knowfirst.server.rulesets.drafts.RuleDraft.State;
import io.knowfirst.server.rulesets.drafts.RuleDraft.Steps;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes drafts and changes their files; each change names the revision that it was made from. */
public final class Drafts {
  private static final int ID_BYTES = 8;

  private final Vertx vertx;
  private final Rulesets rulesets;
  private final DraftStore store;
  private final BaseFiles bases;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final LastHashes hashes = new LastHashes();

  Drafts(Vertx vertx, Pool pool, Rulesets rulesets, InstantSource clock) {
    this.vertx = vertx;
    this.rulesets = rulesets;
    this.store = new DraftStore(pool);
    this.bases = new BaseFiles(rulesets.versions());
    this.clock = clock;
  }

  /**
   * A draft with its files.
   *
   * @param hash that its files have as a version
   * @param live hash of the version that decides here
   */
  public record Opened(RuleDraft draft, DraftFiles files, String hash, String live) {
    /** Whether another version went live since it was begun, so that it must be rebased. */
    public boolean behind() {
      return !live.equals(draft.base())
          && !hash.equals(live)
          && draft.state() != State.PUBLISHED
          && draft.state() != State.DISCARDED;
    }
  }

  /**
   * Begins a draft.
   *
   * @param from hash of a version, or a beginning of it; null for the live one
   */
  public Future<Opened> create(String name, String note, @Nullable String from, String who) {
    var hash = from == null ? live() : from;
    return rulesets
        .versions()
        .find(hash)
        .compose(
            version -> {
              var id = new byte[ID_BYTES];
              random.nextBytes(id);
              var now = clock.instant();
              var about = new About(name, note, who, null, Set.of(who), now);
              var draft =
                  new RuleDraft(
                      HexFormat.of().formatHex(id),
                      about,
                      version.hash(),
                      State.OPEN,
                      1,
                      now,
                      Steps.NONE);
              return store.insert(draft).compose(done -> open(draft.id()));
            });
  }

  /** Those in one of the states, changed last first. */
  public Future<List<RuleDraft>> list(Set<State> states, int limit) {
    return store.list(states, limit);
  }

  /** Fails with {@link DraftRefused} where there is no such draft. */
  public Future<RuleDraft> find(String id) {
    return store.find(id).map(found -> found.orElseThrow(() -> unknown(id)));
  }

  /** A draft with its files; fails with {@link DraftRefused} where there is none. */
  public Future<Opened> open(String id) {
    return find(id)
        .compose(
            draft ->
                Future.all(bases.of(draft.base()), store.changes(id))
                    .compose(
                        both ->
                            vertx.executeBlocking(
                                () -> opened(draft, both.resultAt(0), both.resultAt(1)), false)));
  }

  /** What was done with a draft, the newest first. */
  public Future<List<DraftEvent>> history(String id) {
    return store.history(id);
  }

  /** Gives a file another text, or adds it. */
  public Future<Opened> put(String id, SeenRevision seen, String who, String path, String text) {
    return edit(id, seen, new Doing(who, "changed", path), files -> files.put(path, text));
  }

  /**
   * Gives several files other texts at once, or none of them.
   *
   * @param texts by path; null to remove a file
   */
  public Future<Opened> put(
      String id,
      SeenRevision seen,
      String who,
      SortedMap<String, ? extends @Nullable String> texts) {
    var what = new Doing(who, "changed", String.join(", ", texts.keySet()));
    return edit(
        id,
        seen,
        what,
        files -> {
          var now = files;
          for (var text : texts.entrySet()) {
            var path = text.getKey();
            var written = text.getValue();
            now = written == null ? now.remove(path) : now.put(path, written);
          }
          return now;
        });
  }

  public Future<Opened> remove(String id, SeenRevision seen, String who, String path) {
    return edit(id, seen, new Doing(who, "removed", path), files -> files.remove(path));
  }

  public Future<Opened> rename(String id, SeenRevision seen, String who, String from, String to) {
    var what = new Doing(who, "renamed", from + " -> " + to);
    return edit(id, seen, what, files -> files.rename(from, to));
  }

  /** Takes a whole folder in the place of all files. */
  public Future<Opened> replace(
      String id, SeenRevision seen, String who, SortedMap<String, String> folder) {
    var what = new Doing(who, "replaced", folder.size() + " files");
    return edit(id, seen, what, files -> files.replace(folder));
  }

  /** Ends a draft that does not go live; it can still be read. */
  public Future<Opened> discard(String id, SeenRevision seen, String who, String comment) {
    return step(
        id,
        seen,
        (client, draft) -> {
          need(draft, "discarded", State.OPEN, State.SUBMITTED, State.APPROVED);
          var now = clock.instant();
          return store.update(
              client,
              draft.with(State.DISCARDED, draft.steps(), now),
              new DraftEvent(now, who, "discarded", comment));
        });
  }

  /** Who does what, for the history. */
  private record Doing(String who, String what, String detail) {}

  private Future<Opened> edit(
      String id, SeenRevision seen, Doing doing, UnaryOperator<DraftFiles> change) {
    return step(
        id,
        seen,
        (client, draft) -> {
          need(draft, "changed", State.OPEN);
          return files(client, draft)
              .compose(
                  before -> {
                    var after = change.apply(before);
                    if (after.equals(before)) {
                      return Future.succeededFuture(draft);
                    }
                    var now = clock.instant();
                    return store
                        .write(client, id, before.changes(), after.changes())
                        .compose(
                            done ->
                                store.update(
                                    client,
                                    draft.changed(doing.who(), draft.base(), now),
                                    new DraftEvent(
                                        now, doing.who(), doing.what(), doing.detail())));
                  });
        });
  }

  /** Does something with a draft that nobody changed since it was seen. */
  Future<Opened> step(String id, SeenRevision seen, DraftStore.Work<RuleDraft> work) {
    return locked(id, seen, work).compose(draft -> open(id));
  }

  <T> Future<T> locked(String id, SeenRevision seen, DraftStore.Work<T> work) {
    return find(id)
        .compose(draft -> bases.of(draft.base())) // before a connection is held
        .compose(
            read ->
                store.locked(
                    id,
                    (client, draft) -> {
                      seen.check(draft);
                      return work.with(client, draft);
                    }))
        .map(done -> done.orElseThrow(() -> unknown(id)));
  }

  /** The files of a draft whose lock is held. */
  Future<DraftFiles> files(SqlClient client, RuleDraft draft) {
    return bases
        .of(draft.base())
        .compose(base -> store.changes(client, draft.id()).map(all -> DraftFiles.of(base, all)));
  }

  DraftStore store() {
    return store;
  }

  BaseFiles bases() {
    return bases;
  }

  String live() {
    return rulesets.get().base().hash();
  }

  /**
   * @param done what is not done, in the past
   */
  static void need(RuleDraft draft, String done, State... states) {
    if (!List.of(states).contains(draft.state())) {
      throw new DraftRefused(
          Why.STATE,
          "The draft is %s, so it cannot be %s. %s"
              .formatted(draft.state().word(), done, advice(draft.state())));
    }
  }

  private static String advice(State state) {
    return switch (state) {
      case OPEN -> "Maybe submit it first.";
      case SUBMITTED, APPROVED -> "Maybe withdraw it first, which opens it again.";
      case SCHEDULED -> "Maybe cancel its schedule first.";
      case PUBLISHED, DISCARDED -> "Maybe create another draft.";
    };
  }

  private Opened opened(
      RuleDraft draft, SortedMap<String, String> base, SortedMap<String, @Nullable String> all) {
    var files = DraftFiles.of(base, all);
    return new Opened(draft, files, hashes.of(draft, all, files::hash), live());
  }

  static DraftRefused unknown(String id) {
    return new DraftRefused(
        Why.UNKNOWN,
        "No draft is called %s. Maybe the list of drafts shows it."
            .formatted(DraftFiles.shown(id)));
  }
}
