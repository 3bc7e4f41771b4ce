package io.knowfirst.server.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the audit; null asks for all.
 *
 * @param who a person, or the id of a key or a user
 * @param what a word such as {@code rules.published}, or an area such as {@code rules}
 * @param subject what it was done to; of a visitor the id
 * @param from the earliest moment
 * @param until before this moment
 * @param before the number of the row after which the page begins, the newest first
 * @param limit at most so many rows
 */
public record AuditQuery(
    @Nullable String who,
    @Nullable String what,
    @Nullable String subject,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable Long before,
    int limit) {
  /** The newest rows. */
  public static AuditQuery newest(int limit) {
    return new AuditQuery(null, null, null, null, null, null, limit);
  }

  /** The page after a row. */
  public AuditQuery after(long seq) {
    return new AuditQuery(who, what, subject, from, until, seq, limit);
  }
}
