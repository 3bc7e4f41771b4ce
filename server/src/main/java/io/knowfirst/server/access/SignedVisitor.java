package io.knowfirst.server.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A visitor whom a signed cookie or token proves.
 *
 * @param epoch how often the visitor had been reset when it was signed; one from before a reset is
 *     worth nothing
 * @param session names this sign-in alone, so that a sign-out ends it and no other device's; null
 *     of an anonymous visitor
 * @param before the anonymous visitor that the same browser was before it signed in
 * @param until when it ends
 */
public record SignedVisitor(
    String visitor, int epoch, @Nullable String session, @Nullable String before, Instant until) {
  private static final String SEPARATOR = "\n";
  private static final int PARTS = 5;

  /** An anonymous visitor who was never reset. */
  public SignedVisitor(String visitor, Instant until) {
    this(visitor, 0, null, null, until);
  }

  /** Whether it was signed after the visitor's last reset. */
  public boolean holdsAt(int resets) {
    return resets <= epoch;
  }

  /** The same, ending later or signed anew. */
  public SignedVisitor renewed(Instant end) {
    return new SignedVisitor(visitor, epoch, session, before, end);
  }

  /** As it is signed. */
  String text() {
    return String.join(
        SEPARATOR,
        Long.toString(until.getEpochSecond()),
        Integer.toString(epoch),
        session == null ? "" : session,
        before == null ? "" : before,
        visitor);
  }

  /** Reads {@link #text()}. */
  static SignedVisitor of(String text) {
    var parts = text.split(SEPARATOR, PARTS);
    return new SignedVisitor(
        parts[4],
        Integer.parseInt(parts[1]),
        parts[2].isEmpty() ? null : parts[2],
        parts[3].isEmpty() ? null : parts[3],
        Instant.ofEpochSecond(Long.parseLong(parts[0])));
  }
}
