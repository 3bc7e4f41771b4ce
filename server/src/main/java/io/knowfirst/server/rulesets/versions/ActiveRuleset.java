package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.decide.ActiveRules;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one reference that decisions read. Who holds the old rules goes on with them; a few of the
 * last ones are remembered while memory lasts, for a rollback that must not wait.
 */
final class ActiveRuleset {
  private static final int REMEMBERED = 3;

  /** Rules, since when, and by which change-over. */
  record Held(ActiveRules rules, long change, Instant since) {}

  private final Map<String, SoftReference<ActiveRules>> recent =
      new LinkedHashMap<>(8, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SoftReference<ActiveRules>> eldest) {
          return size() > REMEMBERED;
        }
      };

  private volatile @Nullable Held held;

  /** What decides; asked at each decision. */
  Held now() {
    var current = held;
    if (current == null) {
      throw new IllegalStateException("No rules are in force yet");
    }
    return current;
  }

  /** The number of the change-over that was taken last; -1 before the first. */
  long change() {
    var current = held;
    return current == null ? -1 : current.change();
  }

  /** Whether this version decides. */
  boolean is(@Nullable String hash) {
    var current = held;
    return current != null && current.rules().base().hash().equals(hash);
  }

  /** Swaps, unless a later change-over was taken already. */
  synchronized void install(ActiveRules rules, long change, Instant now) {
    if (change > change()) {
      var hash = rules.base().hash();
      var before = held;
      held = new Held(rules, change, before != null && is(hash) ? before.since() : now);
      recent.put(hash, new SoftReference<>(rules));
    }
  }

  /** Takes note of a change-over to the version that decides already. */
  synchronized void stays(long change) {
    var current = now();
    if (change > current.change()) {
      held = new Held(current.rules(), change, current.since());
    }
  }

  /** Rules that decided lately, ready to decide again. */
  synchronized Optional<ActiveRules> recent(String hash) {
    var reference = recent.get(hash);
    return reference == null ? Optional.empty() : Optional.ofNullable(reference.get());
  }
}
