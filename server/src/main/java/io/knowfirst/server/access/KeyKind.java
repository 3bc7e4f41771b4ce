package io.knowfirst.server.access;

import java.util.Locale;

/** What a key is for. */
public enum KeyKind implements Grant {
  /** Public, in the page's source: only for the visitor that the server's own cookie names. */
  SITE,
  /** Of a server: any visitor, the catalogue, stored decisions. */
  SECRET,
  /** Of an operator: everything. */
  ADMIN;

  @Override
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How a key of this kind begins, so that a leaked one is recognized at sight. */
  public String prefix() {
    return "kf_" + word() + "_";
  }
}
