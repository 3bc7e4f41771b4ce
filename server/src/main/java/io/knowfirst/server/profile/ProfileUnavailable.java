package io.knowfirst.server.profile;

/** The profile is not cached and PostgreSQL does not answer. */
public final class ProfileUnavailable extends RuntimeException {
  ProfileUnavailable(String visitor, Throwable cause) {
    super(
        "The profile of visitor '%s' is not cached and cannot be loaded: %s."
            .formatted(visitor, cause.getMessage()),
        cause);
  }
}
