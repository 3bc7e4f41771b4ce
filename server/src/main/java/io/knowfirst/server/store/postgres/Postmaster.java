package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says: line 1 the process, 4 the port, 8 the state.
 *
 * @param port 0 while it is not written yet
 */
record Postmaster(long pid, int port, boolean ready) {
  static Optional<Postmaster> read(Path cluster) throws IOException {
    try {
      var lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      if (lines.isEmpty()) {
        return Optional.of(new Postmaster(0, 0, false));
      }
      return Optional.of(
          new Postmaster(
              number(lines.get(0)),
              lines.size() > 3 ? (int) number(lines.get(3)) : 0,
              lines.size() > 7 && lines.get(7).strip().equals("ready")));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
  }

  boolean alive() {
    return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** Whether the process may be a PostgreSQL; process numbers are used again. */
  boolean mayBePostgres() {
    return alive()
        && ProcessHandle.of(pid)
            .flatMap(process -> process.info().command())
            .map(command -> command.contains("postgres"))
            .orElse(true);
  }

  private static long number(String line) {
    try {
      return Long.parseLong(line.strip());
    } catch (NumberFormatException halfWritten) {
      return 0;
    }
  }
}
