package io.knowfirst.server.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keys and signing secrets in memory, so that no request waits for PostgreSQL: read at the start
 * and again every second; while PostgreSQL is away the last copy serves on.
 */
public final class Access implements AutoCloseable {
  private Access() {}

  /** Reads keys and secrets, makes the first signing secret where there is none. */
  public static Future<Access> open(
      Vertx vertx, Pool pool, InstantSource clock, SecureRandom random) {
    return Future.failedFuture("open");
  }

  /** Who presents this key; empty for none, an unknown or a revoked one. */
  public Optional<Caller> caller(@Nullable String presented) {
    return Optional.empty();
  }

  /** Whether any valid site key may be used by pages of this origin (for CORS preflights). */
  public boolean knowsOrigin(String origin) {
    return false;
  }

  /** A token by which a page proves to be this visitor, valid for this long from now. */
  public String visitorToken(String visitor, Duration valid) {
    throw new UnsupportedOperationException(visitor + valid);
  }

  /** The visitor of a token that the server signed for them and that has not expired. */
  public Optional<String> visitor(@Nullable String token) {
    return Optional.empty();
  }

  /** Signs and reads exposure tokens. */
  public ExposureTokens exposures() {
    throw new UnsupportedOperationException();
  }

  /** Reads keys and secrets again now. */
  public Future<Void> refresh() {
    return Future.failedFuture("refresh");
  }

  @Override
  public void close() {}
}
