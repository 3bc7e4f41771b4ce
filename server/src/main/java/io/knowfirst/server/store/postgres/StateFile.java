package io.knowfirst.server.store.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** One line in a file that only its owner reads, and that is there whole or not at all. */
record StateFile(Path path) {

  /** The line; none where the file is missing or empty. */
  Optional<String> read() throws IOException {
    return Files.exists(path)
        ? Optional.of(Files.readString(path).strip()).filter(line -> !line.isEmpty())
        : Optional.empty();
  }

  void write(String line) throws IOException {
    var next = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
  }
}
