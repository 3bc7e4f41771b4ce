package io.knowfirst.server.audit;

import io.knowfirst.server.model.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the audit.
 *
 * @param seq its number; 0 before it is kept
 * @param what a word for the area, a dot, a word for what was done: {@code rules.published}
 * @param subject what it was done to; of a visitor a hash
 * @param before hash of the subject before; null where there is none
 * @param after hash of the subject since; null where there is none
 * @param detail in words
 */
public record AuditEvent(
    long seq,
    Instant at,
    Actor actor,
    String what,
    String subject,
    @Nullable String before,
    @Nullable String after,
    String detail) {

  /** Something that is just being done, and leaves no hashes. */
  public static AuditEvent of(Instant at, Actor actor, String what, String subject, String detail) {
    return new AuditEvent(0, at, actor, what, subject, null, null, detail);
  }

  /** The same with what the subject was and is. */
  public AuditEvent changing(@Nullable String from, @Nullable String to) {
    return new AuditEvent(seq, at, actor, what, subject, from, to, detail);
  }
}
