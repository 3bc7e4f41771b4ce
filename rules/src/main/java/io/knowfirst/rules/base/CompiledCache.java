package io.knowfirst.rules.base;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.drools.core.impl.InternalRuleBase;
import org.kie.api.definition.KiePackage;

/**
 * Keeps compiled rules, file by file, and what the check of a whole folder found them to be about;
 * each named by what it was made from. What is read passes the same wall as what is compiled; the
 * folder still belongs to the server alone.
 */
final class CompiledCache {
  private static final String FORMAT = "5";
  private static final String CARDS_FORMAT = "4";

  private static final String MADE_WITH =
      String.join(
          "\n",
          FORMAT,
          String.valueOf(InternalRuleBase.class.getPackage().getImplementationVersion()),
          System.getProperty("java.version"),
          Vocabulary.signature());

  private static final String FOLDER = ".rules";
  private static final String FILE = ".package";
  private static final int FOLDERS_KEPT = 5;
  private static final int FILES_KEPT = 200;

  private final KeptFiles kept;

  CompiledCache(Path folder) {
    this.kept = new KeptFiles(folder);
  }

  /** What the rules of a folder that passed the check are about. */
  Optional<List<RuleCard>> rules(RuleFolder folder) {
    return kept.find(
        key(folder) + FOLDER,
        in -> ((List<?>) in.readObject()).stream().map(RuleCard.class::cast).toList());
  }

  void keep(RuleFolder folder, List<RuleCard> rules) {
    kept.keep(key(folder) + FOLDER, out -> out.writeObject(new ArrayList<>(rules)));
    kept.dropOldest(FOLDER, FOLDERS_KEPT, Set.of());
  }

  /** A file's rules, compiled. */
  Optional<List<KiePackage>> find(String key) {
    return kept.find(
        key + FILE,
        in -> {
          var rules = ((List<?>) in.readObject()).stream().map(KiePackage.class::cast).toList();
          var objection = CodeWall.objection(rules);
          if (objection.isPresent()) {
            throw new IOException("they use " + objection.get());
          }
          return rules;
        });
  }

  void keep(String key, List<KiePackage> rules) {
    kept.keep(key + FILE, out -> out.writeObject(new ArrayList<>(rules)));
  }

  /** Lets go of what was not used lately; what is used now stays, and a few hundred more. */
  void drop(Set<String> used) {
    kept.dropOldest(FILE, FILES_KEPT + used.size(), used);
  }

  /** Names a file by everything that the outcome of compiling it depends on. */
  String key(DrlFile file) {
    var digest = digest();
    update(digest, file);
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  /** Names a folder by everything that the outcome of checking its rules depends on. */
  private static String key(RuleFolder sources) {
    var digest = digest();
    update(digest, CARDS_FORMAT);
    sources.drl().forEach(file -> update(digest, file));
    new TreeMap<>(sources.campaigns())
        .forEach((id, campaign) -> update(digest, id + campaign.contents()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    var digest = KeptFiles.sha256();
    update(digest, MADE_WITH);
    return digest;
  }

  private static void update(MessageDigest digest, DrlFile file) {
    update(digest, file.name());
    update(digest, file.text());
    if (!file.name().endsWith(".drl")) {
      update(digest, file.sentences().all().toString());
      update(digest, new TreeMap<>(file.sentences().words()).toString());
    }
  }

  private static void update(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
