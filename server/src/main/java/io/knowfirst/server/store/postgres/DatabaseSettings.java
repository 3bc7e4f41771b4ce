package io.knowfirst.server.store.postgres;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which PostgreSQL to use.
 *
 * @param data directory under which the embedded PostgreSQL keeps its files
 * @param url {@code postgresql://user:password@host:port/database} of a given server; null for the
 *     embedded one
 * @param connections of the pool, 1 to 100
 */
public record DatabaseSettings(Path data, @Nullable String url, int connections) {
  public static final int CONNECTIONS = 8;

  public DatabaseSettings {
    if (connections < 1 || connections > 100) {
      throw new IllegalArgumentException(
          "connections is %d, expected 1 to 100.".formatted(connections));
    }
  }

  public static DatabaseSettings embedded(Path data) {
    return new DatabaseSettings(data, null, CONNECTIONS);
  }

  public static DatabaseSettings external(Path data, String url) {
    return new DatabaseSettings(data, url, CONNECTIONS);
  }
}
