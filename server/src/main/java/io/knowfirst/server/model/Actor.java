package io.knowfirst.server.model;

/**
 * Who does something, as the audit keeps it.
 *
 * @param id public id of a key or a user, or {@code watch}, {@code start}, {@code bandit} …
 * @param person who answers for it; two approvals by one person are one
 * @param source address of the network that it came from; empty for what the server does itself
 */
public record Actor(String id, String person, String source) {
  private static final String KEY = "key ";

  /** Whoever answered for something that was kept, as {@link #person}. */
  public static Actor of(String person) {
    var id = person.startsWith(KEY) ? person.substring(KEY.length()) : person;
    return new Actor(id, person, "");
  }

  /** A part of the server. */
  public static Actor itself(String id) {
    return new Actor(id, id, "");
  }
}
