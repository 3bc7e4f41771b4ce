package io.knowfirst.server.web;

import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.rulesets.versions.Rulesets;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Text;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Versions that decide aside from the live one; the last few are kept while memory lasts. */
final class AsideRules {
  private static final int KEPT = 4;

  private final Supplier<Rulesets> rulesets;
  private final Map<String, SoftReference<ActiveRules>> last =
      Collections.synchronizedMap(
          new LinkedHashMap<>(8, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, SoftReference<ActiveRules>> eldest) {
              return size() > KEPT;
            }
          });

  AsideRules(Supplier<Rulesets> rulesets) {
    this.rulesets = rulesets;
  }

  /**
   * The version of a hash, or the live one for none; fails with {@link Refused} where there is no
   * such version.
   */
  Future<ActiveRules> find(Vertx vertx, @Nullable String named) {
    var all = rulesets.get();
    var live = all.get();
    if (named == null || live.base().hash().equals(named)) {
      return Future.succeededFuture(live);
    }
    var reference = last.get(named);
    var kept = reference == null ? null : reference.get();
    return kept != null
        ? Future.succeededFuture(kept)
        : vertx
            .executeBlocking(() -> all.aside(named), false)
            .onSuccess(rules -> last.put(named, new SoftReference<>(rules)))
            .recover(failure -> Future.failedFuture(refusal(named, failure)));
  }

  /**
   * Files that are no version; fails with {@link RulesetRefused} where they have errors.
   *
   * @param hash that they have as a version
   */
  Future<ActiveRules> of(Vertx vertx, String hash, SortedMap<String, String> files) {
    var all = rulesets.get();
    if (all.get().base().hash().equals(hash)) {
      return Future.succeededFuture(all.get());
    }
    var reference = last.get(hash);
    var kept = reference == null ? null : reference.get();
    return kept != null
        ? Future.succeededFuture(kept)
        : vertx
            .executeBlocking(() -> all.aside(files), false)
            .onSuccess(rules -> last.put(hash, new SoftReference<>(rules)));
  }

  private static Throwable refusal(String named, Throwable failure) {
    if (!(failure instanceof RulesetRefused refused)) {
      return failure;
    }
    var unknown =
        new Fault(
            "/ruleset",
            Text.shorten(named),
            "the hash of a version that is kept, or at least 6 of its first characters",
            "Maybe rules history shows it.");
    return Refused.body(
        refused.why() == RulesetRefused.Why.UNKNOWN
            ? unknown
            : new Fault(
                "/ruleset",
                Text.shorten(named),
                "a version that compiles: " + refused.reason(),
                null));
  }
}
