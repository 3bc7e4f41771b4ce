package io.knowfirst.server.http;

import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and which visitors are theirs to ask for.
 *
 * @param visitor proven by token or cookie, or just made; of a public key only
 * @param cookie the visitor that the cookie names, where a token names another one (who has signed
 *     in since)
 */
record Asker(Caller caller, @Nullable String visitor, @Nullable String cookie) {

  /** A server or an operator, who may name any visitor. */
  boolean trusted() {
    return caller.kind() != KeyKind.SITE;
  }

  /** Whether the caller may speak for this visitor. */
  boolean owns(String id) {
    return trusted() || id.equals(visitor) || id.equals(cookie);
  }
}
