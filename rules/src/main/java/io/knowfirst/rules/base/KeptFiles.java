package io.knowfirst.rules.base;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.drools.base.common.DroolsObjectInputStream;
import org.drools.base.common.DroolsObjectOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects in files, each sealed with a key that the folder's owner alone can read. A file that is
 * damaged, that another version or somebody else wrote, is as good as none; one that cannot be
 * written costs the next start its time, nothing else.
 */
final class KeptFiles {
  private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);
  private static final int SEAL = 32;
  private static final String KEY = ".key";
  private static final String ALGORITHM = "HmacSHA256";

  /** What compiled rules are made of; nothing else is made from a file. */
  private static final ObjectInputFilter RULES =
      ObjectInputFilter.Config.createFilter(
          "io.knowfirst.rules.check.RuleCard*;io.knowfirst.rules.facts.*;knowfirst.**;org.drools.**;org.kie.**;org.mvel2.**;"
              + "java.lang.*;java.util.**;java.math.*;java.time.**;!*");

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
      if (bytes.length <= SEAL || !MessageDigest.isEqual(Arrays.copyOf(bytes, SEAL), seal(bytes))) {
        throw new IOException("its seal does not fit");
      }
      var payload = new ByteArrayInputStream(bytes, SEAL, bytes.length - SEAL);
      var loader = KeptFiles.class.getClassLoader();
      try (var in = new DroolsObjectInputStream(payload, loader)) {
        in.setObjectInputFilter(RULES);
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
      bytes.write(new byte[SEAL]);
      try (var out = new DroolsObjectOutputStream(bytes)) {
        writer.write(out);
      }
      var whole = bytes.toByteArray();
      System.arraycopy(seal(whole), 0, whole, 0, SEAL);
      var fresh = Files.createTempFile(folder, name, ".part");
      Files.write(fresh, whole);
      move(fresh, folder.resolve(name));
    } catch (IOException | RuntimeException e) {
      LOG.warn("Compiled rules cannot be kept in {}: {}", folder, e.toString());
    }
  }

  private byte[] seal(byte[] whole) throws IOException {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      mac.update(whole, SEAL, whole.length - SEAL);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM + ".", e);
    }
  }

  /** The key of this folder, made when it is first asked. */
  private synchronized byte[] key() throws IOException {
    var file = folder.resolve(KEY);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != SEAL) {
      var key = new byte[SEAL];
      new SecureRandom().nextBytes(key);
      var fresh = Files.createTempFile(folder, "key", ".part"); // for its owner alone
      Files.write(fresh, key);
      move(fresh, file);
    }
    return Files.readAllBytes(file);
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
