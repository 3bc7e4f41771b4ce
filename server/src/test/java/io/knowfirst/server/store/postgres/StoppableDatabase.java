package io.knowfirst.server.store.postgres;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL of its own that a test can stop and start again at the same address. */
public final class StoppableDatabase implements AutoCloseable {
  private Path home;
  private final Database database;
  private Embedded embedded;

  private StoppableDatabase(Path home, Embedded embedded, Database database) {
    this.home = home;
    this.embedded = embedded;
    this.database = database;
  }

  public static StoppableDatabase start(Vertx vertx, Path home) {
    var embedded = TestDatabase.embedded(home);
    return new StoppableDatabase(home, embedded, Database.open(vertx, embedded.address(), 4, null));
  }

  /** As {@code --postgres} takes it; the same after a restart in place. */
  public String url() {
    return TestDatabase.url(embedded.address());
  }

  public Database database() {
    return database;
  }

  public void stop() {
    embedded.close();
  }

  public void restart() {
    embedded = TestDatabase.embedded(home);
  }

  /** Starts it again with the same data in another place, at another address. */
  public void restartElsewhere(Path other) throws IOException {
    Files.move(home, other);
    Files.delete(other.resolve("port"));
    home = other;
    restart();
  }

  @Override
  public void close() {
    database.close();
    embedded.close();
  }
}
