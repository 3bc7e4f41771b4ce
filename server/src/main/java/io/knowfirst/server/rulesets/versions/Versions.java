package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.rulesets.versions.RulesetRefused.Why;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the versions that are kept. A hash may be shortened to a beginning that only one version
 * has; what does not name one version fails with {@link RulesetRefused}.
 */
public final class Versions {
  private static final String HASH = "[0-9a-f]{6,64}";

  private final RulesetStore store;

  Versions(RulesetStore store) {
    this.store = store;
  }

  public Future<Version> find(String hash) {
    return (hash.matches(HASH)
            ? store.find(hash)
            : Future.succeededFuture(Optional.<Version>empty()))
        .map(found -> found.orElseThrow(() -> unknown(hash)));
  }

  /** The files of a version, by path. */
  public Future<SortedMap<String, String>> files(String hash) {
    return find(hash)
        .compose(version -> store.files(version.hash()))
        .map(found -> found.orElseThrow(() -> unknown(hash)));
  }

  /**
   * The newest versions first.
   *
   * @param before hash of a version after which the page begins; null for the newest
   * @param limit from 1 to 100
   */
  public Future<List<Version>> page(@Nullable String before, int limit) {
    return before == null
        ? store.page(null, limit)
        : find(before).compose(version -> store.page(version.hash(), limit));
  }

  /** What happened to a version, the newest first. */
  public Future<List<AuditEntry>> audit(String hash) {
    return store.audit(hash);
  }

  private static RulesetRefused unknown(String hash) {
    return new RulesetRefused(
        Why.UNKNOWN,
        "No version is called \"%s\", expected the hash of one, or at least 6 of its first characters. Maybe rules history shows it."
            .formatted(hash.length() > 64 ? hash.substring(0, 64) + "…" : hash));
  }
}
