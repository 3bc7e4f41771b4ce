package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.server.rulesets.versions.Versions;
import io.vertx.core.Future;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/** The files of versions, which never change; the last few are kept while memory lasts. */
final class BaseFiles {
  private static final int KEPT = 4;

  private final Versions versions;
  private final Map<String, SoftReference<SortedMap<String, String>>> last =
      Collections.synchronizedMap(
          new LinkedHashMap<>(8, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<String, SoftReference<SortedMap<String, String>>> eldest) {
              return size() > KEPT;
            }
          });

  BaseFiles(Versions versions) {
    this.versions = versions;
  }

  /** Texts by path. */
  Future<SortedMap<String, String>> of(String hash) {
    var reference = last.get(hash);
    var kept = reference == null ? null : reference.get();
    return kept != null
        ? Future.succeededFuture(kept)
        : versions.files(hash).onSuccess(files -> last.put(hash, new SoftReference<>(files)));
  }
}
