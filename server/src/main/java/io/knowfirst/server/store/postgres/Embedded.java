package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that lives under a data directory. The process that holds the directory's lock owns
 * it: starts it, takes over one that a killed process left behind, starts it again when it ends,
 * and stops it. Another process joins the running one and leaves it running.
 */
final class Embedded implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Embedded.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String LOG_FILE = "postgres.log";
  static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "password_encryption=scram-sha-256",
          "max_connections=200",
          "shared_buffers=256MB",
          "max_wal_size=4GB",
          "wal_compression=on",
          "checkpoint_timeout=15min",
          "log_min_messages=warning",
          "jit=off");

  private final Path home;
  private final Path cluster;
  private final Programs programs;
  private final @Nullable FileChannel lock;
  private final Address superuser;
  private final Address address;
  private final @Nullable Supervisor supervisor;

  private Embedded(
      Path home,
      Path cluster,
      Programs programs,
      @Nullable FileChannel lock,
      Address superuser,
      List<String> settings)
      throws IOException {
    this.home = home;
    this.cluster = cluster;
    this.programs = programs;
    this.lock = lock;
    this.superuser = superuser;
    this.address = Roles.application(superuser, home);
    this.supervisor =
        lock == null
            ? null
            : Supervisor.of(
                cluster, () -> launch(home, cluster, programs, superuser.port(), settings));
  }

  /** Starts, takes over or joins the PostgreSQL under {@code home}. */
  static Embedded open(Path home) {
    return open(home, home, SETTINGS);
  }

  /**
   * The same, with programs that several share.
   *
   * @param settings as of postgresql.conf
   */
  static Embedded open(Path home, Path programsParent, List<String> settings) {
    try {
      var directory = home.toAbsolutePath().normalize();
      makePrivate(directory);
      var programs = new Programs(Binaries.unpack(programsParent.toAbsolutePath().normalize()));
      var cluster = directory.resolve(NewCluster.NAME);
      var lock = lock(directory);
      try {
        return new Embedded(
            directory,
            cluster,
            programs,
            lock,
            run(directory, cluster, programs, lock != null, settings),
            settings);
      } catch (Throwable e) {
        if (lock != null) {
          lock.close();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new DatabaseException(
          "The embedded PostgreSQL under %s cannot be set up: %s. Maybe the directory is not writable, or the disk is full."
              .formatted(home, e),
          e);
    }
  }

  private static Address run(
      Path home, Path cluster, Programs programs, boolean owner, List<String> settings)
      throws IOException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var passwordFile = new StateFile(home.resolve("password"));
    if (!owner) {
      return join(cluster, passwordFile, deadline);
    }
    NewCluster.deleteUnfinished(home);
    if (!Files.isDirectory(cluster)) {
      NewCluster.create(home, cluster, programs, passwordFile);
    }
    var password = passwordFile.read().orElseThrow(() -> withoutPassword(cluster, passwordFile));
    var left = Postmaster.read(cluster);
    if (left.isPresent()) {
      if (left.get().mayBePostgres()) {
        var answering = Address.loopback(left.get().port(), password);
        if (answers(answering)) {
          LOG.info("Taking over the PostgreSQL of a killed process, {}", answering);
          return answering;
        }
        programs.run(home, "pg_ctl", "stop", "-D", cluster.toString(), "-m", "immediate");
      }
      Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }
    launch(home, cluster, programs, FreePort.of(home), settings);
    return ready(cluster, password, deadline, home.resolve(LOG_FILE));
  }

  private static void launch(
      Path home, Path cluster, Programs programs, int port, List<String> settings)
      throws IOException {
    var options = new StringBuilder();
    settings.forEach(setting -> options.append(" -c ").append(setting));
    options.append(" -p ").append(port);
    programs.run(
        home,
        "pg_ctl",
        "start",
        "-W",
        "-D",
        cluster.toString(),
        "-l",
        home.resolve(LOG_FILE).toString(),
        "-o",
        options.toString());
  }

  private static Address join(Path cluster, StateFile passwordFile, long deadline)
      throws IOException {
    var password = passwordFile.read();
    while (password.isEmpty() || !Files.isDirectory(cluster)) {
      pause(deadline, "another process sets it up and does not finish", cluster);
      password = passwordFile.read();
    }
    return ready(cluster, password.get(), deadline, cluster.resolveSibling(LOG_FILE));
  }

  private static Address ready(Path cluster, String password, long deadline, Path log)
      throws IOException {
    while (true) {
      var postmaster = Postmaster.read(cluster);
      if (postmaster.isPresent() && postmaster.get().ready() && postmaster.get().alive()) {
        return Address.loopback(postmaster.get().port(), password);
      }
      pause(deadline, "it does not become ready; its log is %s".formatted(log), cluster);
    }
  }

  private static void pause(long deadline, String why, Path cluster) {
    if (System.nanoTime() > deadline) {
      throw new DatabaseException(
          "The embedded PostgreSQL in %s was awaited for %d s: %s. Maybe stop the processes that use this directory, then start again."
              .formatted(cluster, PATIENCE.toSeconds(), why));
    }
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
  }

  private static DatabaseException withoutPassword(Path cluster, StateFile passwordFile) {
    return new DatabaseException(
        "%s is missing or empty, expected the password of the data in %s. Maybe restore that file from a backup."
            .formatted(passwordFile.path(), cluster));
  }

  private static boolean answers(Address address) {
    try (var connection = address.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      return false;
    }
  }

  private static void makePrivate(Path home) throws IOException {
    Files.createDirectories(home);
    if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static @Nullable FileChannel lock(Path home) throws IOException {
    var channel =
        FileChannel.open(
            home.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException ownedByThisProcess) {
      LOG.debug("{} is in use by this very process", home);
    }
    if (held == null) {
      channel.close();
      return null;
    }
    return channel;
  }

  /** As the role that owns the tables. */
  Address address() {
    return address;
  }

  /** As the superuser. */
  Address superuser() {
    return superuser;
  }

  boolean owner() {
    return lock != null;
  }

  Path directory() {
    return home;
  }

  /** Stops PostgreSQL when this process owns it. */
  @Override
  public void close() {
    if (lock == null || supervisor == null) {
      return;
    }
    supervisor.close();
    try (lock) {
      programs.run(home, "pg_ctl", "stop", "-D", cluster.toString(), "-m", "fast");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
