package io.knowfirst.server.store.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked from the archive that comes along for this machine. */
final class Binaries {
  static final String VERSION = "18.6";

  private Binaries() {}

  /**
   * Unpacks the programs into a directory of their version, unless they are there. The directory
   * appears all at once, so a start that was killed leaves nothing half done.
   *
   * @return the directory that holds {@code bin}
   */
  static Path unpack(Path parent) throws IOException {
    var home = parent.resolve("programs-" + VERSION);
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(parent);
    var fresh = Files.createTempDirectory(parent, "unpacking");
    try (var archive = new TarArchiveInputStream(new XZInputStream(archive()))) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        write(archive, entry, fresh);
      }
    }
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException taken) {
      if (!Files.isDirectory(home)) {
        throw taken;
      }
      // Another process has unpacked them meanwhile.
      delete(fresh);
    }
    return home;
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static InputStream archive() throws IOException {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var system = os.startsWith("mac") ? "Darwin" : os.startsWith("windows") ? "Windows" : "Linux";
    var machine = ArchUtils.normalize(System.getProperty("os.arch"));
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    } catch (IllegalStateException missing) {
      throw new DatabaseException(
          "No PostgreSQL comes along for %s on %s. Maybe name a running server with --postgres."
              .formatted(system, machine),
          missing);
    }
  }

  private static void write(TarArchiveInputStream archive, TarArchiveEntry entry, Path home)
      throws IOException {
    var target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("The archive's entry '%s' leads outside.".formatted(entry.getName()));
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    if (target.getParent() != null) {
      Files.createDirectories(target.getParent());
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(archive, target);
    var executable = (entry.getMode() & 0b001_000_000) != 0;
    if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }
}
