package io.knowfirst.server.rulesets.versions;

import io.knowfirst.server.model.Actor;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * A row of the audit.
 *
 * @param actor whose id is as {@link Version#author}
 * @param hash the version concerned; a refused one is kept nowhere else
 * @param reason the author's message, or why it was refused
 */
public record AuditEntry(Instant at, Actor actor, What what, String hash, String reason) {
  /** As {@link Version#author}. */
  public String who() {
    return actor.id();
  }

  /** What can be done to a version. */
  public enum What {
    PUBLISHED,
    PROPOSED,
    APPROVED,
    ROLLED_BACK,
    REFUSED;

    /** As it stands in answers and tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static What of(String word) {
      return Arrays.stream(values()).filter(w -> w.word().equals(word)).findFirst().orElseThrow();
    }
  }
}
