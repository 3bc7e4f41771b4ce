package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of an embedded PostgreSQL, made whole or not at all. */
final class NewCluster {
  private static final Logger LOG = LoggerFactory.getLogger(NewCluster.class);
  private static final String MAJOR = "18";
  private static final String PREFIX = "cluster-";
  private static final String UNFINISHED = "creating-";

  /** The directory of the files under a home. */
  static final String NAME = PREFIX + MAJOR;

  private NewCluster() {}

  static void create(Path home, Path cluster, Programs programs, StateFile passwordFile)
      throws IOException {
    var other = otherVersion(home);
    if (other != null) {
      throw new DatabaseException(
          "The data in %s was written by another major version of PostgreSQL, expected %s. Maybe dump it with that version and load it into a new data directory."
              .formatted(other, MAJOR));
    }
    if (passwordFile.read().isEmpty()) {
      var secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      passwordFile.write(HexFormat.of().formatHex(secret));
    }
    var fresh = Files.createTempDirectory(home, UNFINISHED);
    programs.run(
        home,
        "initdb",
        "-D",
        fresh.toString(),
        "-U",
        "postgres",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--auth=scram-sha-256",
        "--pwfile=" + passwordFile.path());
    Files.move(fresh, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  /** What a start that was killed began; nothing uses it, so what cannot be deleted may stay. */
  static void deleteUnfinished(Path home) throws IOException {
    try (var entries = Files.newDirectoryStream(home, UNFINISHED + "*")) {
      for (var unfinished : entries) {
        try (var paths = Files.walk(unfinished)) {
          for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
          }
        } catch (IOException | UncheckedIOException e) {
          LOG.warn("{} is left from an earlier start and cannot be deleted", unfinished, e);
        }
      }
    }
  }

  private static @Nullable Path otherVersion(Path home) throws IOException {
    try (var entries = Files.list(home)) {
      return entries
          .filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .findFirst()
          .orElse(null);
    }
  }
}
