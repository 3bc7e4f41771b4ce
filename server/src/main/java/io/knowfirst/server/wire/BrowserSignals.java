package io.knowfirst.server.wire;

/**
 * What a browser says of itself with each request.
 *
 * @param bot whether it is none
 * @param gpc whether it asks that its user be not profiled ({@code Sec-GPC: 1}, Global Privacy
 *     Control)
 */
public record BrowserSignals(boolean bot, boolean gpc) {
  /** Of a server. */
  static final BrowserSignals NONE = new BrowserSignals(false, false);
}
