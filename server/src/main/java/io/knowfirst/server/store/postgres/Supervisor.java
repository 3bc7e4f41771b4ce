package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the embedded PostgreSQL again, where it was, when it ends by itself. */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Outage outage =
      new Outage(LOG, "The embedded PostgreSQL does not start again", null, System::nanoTime);
  private final Path cluster;
  private final Launch launch;
  private volatile boolean closing;

  private Supervisor(Path cluster, Launch launch) {
    this.cluster = cluster;
    this.launch = launch;
  }

  /** Starts PostgreSQL, and does not wait until it is ready. */
  interface Launch {
    void run() throws IOException;
  }

  /** Watches the PostgreSQL that runs in the directory. */
  static Supervisor of(Path cluster, Launch launch) throws IOException {
    var supervisor = new Supervisor(cluster, launch);
    supervisor.watch();
    return supervisor;
  }

  private void watch() throws IOException {
    var postmaster = Postmaster.read(cluster);
    var process = postmaster.flatMap(running -> ProcessHandle.of(running.pid()));
    if (process.isPresent()) {
      var unused = process.get().onExit().thenRunAsync(this::startAgain);
    } else if (postmaster.isPresent()) {
      startAgain();
    }
  }

  private void startAgain() {
    if (closing) {
      return;
    }
    LOG.warn("The embedded PostgreSQL stopped unexpectedly; restarting it");
    while (!closing) {
      try {
        // Refused until the last process of the one that ended is gone.
        launch.run();
        if (isAlive()) {
          outage.over();
          LOG.info("The embedded PostgreSQL is running again");
          watch();
          return;
        }
        outage.failed(new IOException("its log says why"));
      } catch (IOException | DatabaseException failed) {
        outage.failed(failed);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private boolean isAlive() throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline) {
      var postmaster = Postmaster.read(cluster);
      if (postmaster.isPresent() && postmaster.get().alive()) {
        return true;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return false;
  }

  @Override
  public void close() {
    closing = true;
  }
}
