package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.drools.base.common.DroolsObjectInputStream;
import org.drools.base.common.DroolsObjectOutputStream;
import org.drools.core.impl.InternalRuleBase;
import org.kie.api.definition.KiePackage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps compiled rules in files named by what they were compiled from. A file that is damaged, or
 * that another version wrote, is as good as none. Whoever can write to the folder can run code: it
 * belongs to the server alone.
 */
final class CompiledCache {
  private static final Logger LOG = LoggerFactory.getLogger(CompiledCache.class);
  private static final String FORMAT = "1";
  private static final String ENDING = ".rules";
  private static final int DIGEST = 32;
  private static final int KEPT = 5;

  private final Path folder;
  private final String key;

  /** Rules as they come out of the compiler, and what each is about. */
  record Entry(List<RuleCard> rules, Collection<KiePackage> packages) {}

  CompiledCache(Path folder, RuleFolder sources) {
    this.folder = folder;
    this.key = key(sources);
  }

  /** What was kept for these sources; empty when nothing usable was. */
  Optional<Entry> find() {
    var file = file();
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      var bytes = Files.readAllBytes(file);
      if (bytes.length <= DIGEST
          || !MessageDigest.isEqual(
              Arrays.copyOf(bytes, DIGEST), sha256().digest(payload(bytes)))) {
        throw new IOException("its checksum does not fit");
      }
      return Optional.of(read(payload(bytes)));
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      LOG.warn("Compiled rules in {} cannot be used, compiling again: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** Keeps an entry; a failure costs the next start its time, nothing else. */
  void keep(Entry entry) {
    try {
      Files.createDirectories(folder);
      var payload = bytes(entry);
      var whole = Arrays.copyOf(sha256().digest(payload), DIGEST + payload.length);
      System.arraycopy(payload, 0, whole, DIGEST, payload.length);
      var fresh = Files.createTempFile(folder, key, ".part");
      Files.write(fresh, whole);
      try {
        Files.move(fresh, file(), StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
      }
      dropOldest();
    } catch (IOException | RuntimeException e) {
      LOG.warn("Compiled rules cannot be kept in {}: {}", folder, e.toString());
    }
  }

  private Path file() {
    return folder.resolve(key + ENDING);
  }

  private void dropOldest() throws IOException {
    try (var files = Files.list(folder)) {
      var oldest =
          files
              .filter(file -> file.toString().endsWith(ENDING))
              .sorted(Comparator.comparingLong(CompiledCache::modified).reversed())
              .skip(KEPT)
              .toList();
      for (var file : oldest) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static long modified(Path file) {
    return file.toFile().lastModified();
  }

  private static byte[] payload(byte[] whole) {
    return Arrays.copyOfRange(whole, DIGEST, whole.length);
  }

  private static byte[] bytes(Entry entry) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DroolsObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(entry.rules()));
      out.writeObject(new ArrayList<>(entry.packages()));
    }
    return bytes.toByteArray();
  }

  private static Entry read(byte[] payload) throws IOException, ClassNotFoundException {
    var loader = CompiledCache.class.getClassLoader();
    try (var in = new DroolsObjectInputStream(new ByteArrayInputStream(payload), loader)) {
      var rules = ((List<?>) in.readObject()).stream().map(RuleCard.class::cast).toList();
      var packages = ((List<?>) in.readObject()).stream().map(KiePackage.class::cast).toList();
      return new Entry(rules, packages);
    }
  }

  /** Everything that the outcome of checking and compiling depends on. */
  private static String key(RuleFolder sources) {
    var digest = sha256();
    var engine = String.valueOf(InternalRuleBase.class.getPackage().getImplementationVersion());
    Stream.of(FORMAT, engine, System.getProperty("java.version"), Vocabulary.signature())
        .forEach(text -> update(digest, text));
    for (var file : sources.drl()) {
      update(digest, file.name());
      update(digest, file.text());
    }
    new TreeMap<>(sources.campaigns())
        .forEach((id, campaign) -> update(digest, id + campaign.contents()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
