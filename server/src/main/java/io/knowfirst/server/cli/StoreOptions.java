package io.knowfirst.server.cli;

import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.DatabaseSettings;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which PostgreSQL: the same options for every command that needs one. */
final class StoreOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "YAML file of option names and values (default: knowfirst.yaml, where it exists).")
  @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "data",
      description = "Directory of the embedded PostgreSQL (default: ${DEFAULT-VALUE}).")
  Path data = Path.of("data");

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "postgresql://user:password@host:port/database instead of the embedded one.")
  @Nullable String postgres;

  DatabaseSettings settings() {
    return postgres == null
        ? DatabaseSettings.embedded(data)
        : DatabaseSettings.external(data, postgres);
  }

  /** Opens the database, works with it, and closes it; returns the exit code. */
  int with(ToIntFunction<Database> work) {
    var vertx = Vertx.vertx();
    try (var database = Database.open(vertx, settings())) {
      return work.applyAsInt(database);
    } finally {
      vertx.close().await();
    }
  }
}
