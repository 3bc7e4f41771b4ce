package io.knowfirst.server.people;

import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signs in.
 *
 * @param email in lower case; names the person
 * @param name how they are addressed; empty until they have said so
 * @param joined whether they have signed in or set a password
 * @param disabled since when they cannot sign in; null while they can
 */
public record User(
    String id,
    String email,
    String name,
    Set<Role> roles,
    boolean joined,
    Instant created,
    @Nullable Instant disabled) {
  public User {
    roles = Set.copyOf(roles);
  }

  public Caller caller() {
    return Caller.user(id, email, roles);
  }

  /** As pages call them. */
  public String shownName() {
    return name.isEmpty() ? email : name;
  }

  /**
   * An invitation just made. What its link holds is shown this once.
   *
   * @param token of the link
   */
  public record Invited(User user, String token, Instant until) {}
}
