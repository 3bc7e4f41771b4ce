package io.knowfirst.server.web;

import java.util.SortedMap;

/**
 * How the parts are that decisions rest on.
 *
 * @param serving whether decisions are served
 * @param parts by name {@code ok}, or in a word what is wrong
 */
public record Health(boolean serving, SortedMap<String, String> parts) {
  public static final String OK = "ok";

  /** Whether all is well. */
  boolean isWhole() {
    return parts.values().stream().allMatch(OK::equals);
  }
}
