package io.knowfirst.server.boot;

import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One key of each kind, made at the first start of a server that has none, and left in a file that
 * only its owner reads: what is printed ends up in logs.
 */
public final class FirstKeys {
  private static final String FILE = "first-keys.txt";

  private FirstKeys() {}

  /** A key as it is kept in the file, and nowhere else. */
  public record Line(KeyKind kind, String text) {}

  static Path file(Path data) {
    return data.toAbsolutePath().normalize().resolve(FILE);
  }

  /** Of pages that a server on this machine serves itself. */
  static List<String> origins(String host, int port) {
    return Stream.of("localhost", "127.0.0.1", host)
        .distinct()
        .map(name -> "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port)
        .toList();
  }

  static List<Line> makeWhereNone(AccessKeys keys, int port, Path data) {
    var origins = origins("localhost", port);
    var made =
        Knowfirst.await(keys.makeFirst(origins)).stream()
            .map(key -> new Line(key.key().kind(), key.text()))
            .toList();
    if (!made.isEmpty()) {
      write(made, file(data));
    }
    return made;
  }

  private static void write(List<Line> keys, Path file) {
    var text =
        keys.stream()
            .map(key -> key.kind().word() + " key: " + key.text() + "\n")
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.getParent());
      var unfinished = file.resolveSibling(FILE + ".new");
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, forOwnerOnly(file));
      Files.writeString(unfinished, text, StandardOpenOption.WRITE);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unwritable) {
      throw new IllegalStateException(
          "The first keys cannot be written to %s: %s. Maybe the directory is not writable; 'knowfirst keys create' makes others."
              .formatted(file, unwritable),
          unwritable);
    }
  }

  private static FileAttribute<?>[] forOwnerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
