package io.knowfirst.rules.base;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.drools.base.common.DroolsObjectInputStream;
import org.drools.base.common.DroolsObjectOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects in files, each with its checksum. A file that is damaged, or that another version wrote,
 * is as good as none; one that cannot be written costs the next start its time, nothing else.
 */
final class KeptFiles {
  private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);
  private static final int DIGEST = 32;

  private final Path folder;

  KeptFiles(Path folder) {
    this.folder = folder;
  }

  /** Reads an object. */
  interface Reader<T> {
    T read(DroolsObjectInputStream in) throws IOException, ClassNotFoundException;
  }

  /** Writes an object. */
  interface Writer {
    void write(DroolsObjectOutputStream out) throws IOException;
  }

  <T> Optional<T> find(String name, Reader<T> reader) {
    var file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      var bytes = Files.readAllBytes(file);
      var digest = sha256();
      digest.update(bytes, Math.min(DIGEST, bytes.length), Math.max(0, bytes.length - DIGEST));
      if (bytes.length <= DIGEST
          || !MessageDigest.isEqual(Arrays.copyOf(bytes, DIGEST), digest.digest())) {
        throw new IOException("its checksum does not fit");
      }
      var payload = new ByteArrayInputStream(bytes, DIGEST, bytes.length - DIGEST);
      var loader = KeptFiles.class.getClassLoader();
      try (var in = new DroolsObjectInputStream(payload, loader)) {
        return Optional.of(reader.read(in));
      }
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      LOG.warn("Compiled rules in {} cannot be used, compiling again: {}", file, e.toString());
      return Optional.empty();
    }
  }

  void keep(String name, Writer writer) {
    try {
      Files.createDirectories(folder);
      var bytes = new ByteArrayOutputStream();
      bytes.write(new byte[DIGEST]);
      try (var out = new DroolsObjectOutputStream(bytes)) {
        writer.write(out);
      }
      var whole = bytes.toByteArray();
      var digest = sha256();
      digest.update(whole, DIGEST, whole.length - DIGEST);
      System.arraycopy(digest.digest(), 0, whole, 0, DIGEST);
      var fresh = Files.createTempFile(folder, name, ".part");
      Files.write(fresh, whole);
      move(fresh, folder.resolve(name));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Compiled rules cannot be kept in {}: {}", folder, e.toString());
    }
  }

  private static void move(Path fresh, Path file) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Keeps the newest of the files with an ending, and those in use whatever their age. */
  void dropOldest(String ending, int most, Set<String> used) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      var oldest =
          files
              .filter(file -> file.toString().endsWith(ending))
              .sorted(Comparator.<Path>comparingLong(KeptFiles::modified).reversed())
              .skip(most)
              .filter(file -> !used.contains(stem(file, ending)))
              .toList();
      for (var file : oldest) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("Compiled rules in {} cannot be tidied up: {}", folder, e.toString());
    }
  }

  private static String stem(Path file, String ending) {
    var name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ending.length());
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
