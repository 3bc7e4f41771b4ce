package io.knowfirst.server.web;

import java.util.List;
import java.util.SortedMap;

/**
 * How the parts are that decisions rest on.
 *
 * @param serving whether decisions are served
 * @param parts by name {@code ok}, or in a word what is wrong
 * @param members addresses of the servers that work together, this one among them
 */
public record Health(boolean serving, SortedMap<String, String> parts, List<String> members) {
  public Health {
    members = List.copyOf(members);
  }

  public static final String OK = "ok";

  /** Whether all is well. */
  boolean isWhole() {
    return parts.values().stream().allMatch(OK::equals);
  }
}
