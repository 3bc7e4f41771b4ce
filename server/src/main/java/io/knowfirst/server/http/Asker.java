package io.knowfirst.server.http;

import io.knowfirst.server.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and which visitors are theirs to ask for.
 *
 * @param visitor proven by token or cookie, or just made; of a public key only
 * @param cookie the visitor that the cookie names, where a token names another one (who has signed
 *     in since)
 * @param unsigned whether the visitor is new, or the proof so old that a new one is due
 * @param bot whether the request's own user agent is a bot's; of a public key only, as others call
 *     for somebody else
 */
record Asker(
    Caller caller,
    @Nullable String visitor,
    @Nullable String cookie,
    boolean unsigned,
    boolean bot) {

  /** A server or an operator, who may name any visitor. */
  boolean trusted() {
    return !caller.isPublic();
  }

  /** Whether the caller may speak for this visitor. */
  boolean owns(String id) {
    return trusted() || id.equals(visitor) || id.equals(cookie);
  }
}
