package io.knowfirst.server.rulesets.versions;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rules as they were published once.
 *
 * @param hash names it: the hash of its files, as it stands in decisions
 * @param parent hash of the version that decided when it was published; null for the first
 * @param author id of an admin key or a user, or {@code watch}, {@code start} or {@code example}
 * @param person who answers for it, as {@link io.knowfirst.server.model.Actor#person}
 * @param authorName what the key is called, or the e-mail address of the user; null for others
 * @param live whether it decides now
 */
public record Version(
    String hash,
    @Nullable String parent,
    String author,
    String person,
    @Nullable String authorName,
    String message,
    Instant published,
    State state,
    boolean live) {

  /** Whether a version may decide. */
  public enum State {
    PENDING,
    APPROVED;

    /** As it stands in answers and tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
