package io.knowfirst.server.rulesets.drafts;

import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of the drafts that were opened last, as long as they change the same: to hash thousands of
 * rules takes longer than to compare what was changed.
 */
final class LastHashes {
  private static final int KEPT = 8;

  private final Map<String, SoftReference<Hashed>> last =
      Collections.synchronizedMap(
          new LinkedHashMap<>(KEPT, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Hashed>> eldest) {
              return size() > KEPT;
            }
          });

  private record Hashed(String base, Map<String, @Nullable String> changes, String hash) {}

  /** The hash of a draft with these changes of a version. */
  String of(RuleDraft draft, SortedMap<String, @Nullable String> changes, Supplier<String> hash) {
    var reference = last.get(draft.id());
    var known = reference == null ? null : reference.get();
    if (known != null && known.base().equals(draft.base()) && known.changes().equals(changes)) {
      return known.hash();
    }
    var made = new Hashed(draft.base(), changes, hash.get());
    last.put(draft.id(), new SoftReference<>(made));
    return made.hash();
  }
}
