package io.knowfirst.server.wire;

import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.SignedVisitor;
import io.knowfirst.server.model.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and which visitors are theirs to ask for.
 *
 * @param visitor proven by token or cookie, or just made; of a public key only
 * @param before the anonymous visitor that this browser was before it signed in; an identify ties
 *     what they did to the visitor
 * @param proofs what was presented and holds, the token first; not that of an exposure, which ends
 *     nothing
 * @param due the cookie that is due: of a new visitor, or in place of one that ends soon
 * @param login the cookie that is due once the request has identified the visitor
 * @param signals what the browser says of itself with each request
 * @param notes what was dropped or is to be known of the request
 */
public record IdentifiedVisitor(
    Caller caller,
    @Nullable String visitor,
    @Nullable String before,
    List<SignedVisitor> proofs,
    @Nullable SignedVisitor due,
    @Nullable SignedVisitor login,
    BrowserSignals signals,
    Notes notes) {
  public IdentifiedVisitor {
    proofs = List.copyOf(proofs);
  }

  /** A server or an operator, who may name any visitor. */
  public static IdentifiedVisitor trusted(Caller caller) {
    return new IdentifiedVisitor(
        caller, null, null, List.of(), null, null, BrowserSignals.NONE, new Notes());
  }

  public IdentifiedVisitor withDue(@Nullable SignedVisitor cookie) {
    return new IdentifiedVisitor(caller, visitor, before, proofs, cookie, login, signals, notes);
  }

  /** The same, speaking for a visitor whom nobody proved. */
  public IdentifiedVisitor named(@Nullable String unproven) {
    return unproven == null || unproven.equals(visitor)
        ? this
        : new IdentifiedVisitor(caller, unproven, null, proofs, due, login, signals, notes);
  }

  /** Whether the request comes from a bot, as far as it says itself. */
  public boolean bot() {
    return signals.bot();
  }

  /** Whether the browser refuses profiling (Global Privacy Control). */
  public boolean gpc() {
    return signals.gpc();
  }

  public boolean trusted() {
    return !caller.isPublic();
  }

  /** Whether nothing that holds was presented. */
  public boolean unproven() {
    return !trusted() && proofs.isEmpty();
  }

  /** Whether an event says that the visitor has signed in. */
  public boolean isSignedInBy(Event event) {
    return event.type() == Event.Type.IDENTIFY && event.visitor().equals(visitor);
  }

  /** Whether the caller may speak for this visitor. */
  public boolean owns(String id) {
    return trusted() || id.equals(visitor) || id.equals(before);
  }
}
