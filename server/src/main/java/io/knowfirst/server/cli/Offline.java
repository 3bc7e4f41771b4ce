package io.knowfirst.server.cli;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;

/**
 * A folder's rules compiled for one command, of which nothing stays behind.
 *
 * @param scratch where the compiled form lies meanwhile
 */
record Offline(RuleBase base, Path scratch) implements AutoCloseable {
  /**
   * @throws io.knowfirst.rules.folder.RuleFolderException with everything that is wrong in them
   */
  static Offline compile(SortedMap<String, String> files) throws IOException {
    var folder = RuleFolder.of(files);
    var scratch = Files.createTempDirectory("knowfirst-rules");
    try {
      return new Offline(RuleBase.compile(folder, scratch), scratch);
    } catch (RuntimeException refused) {
      delete(scratch);
      throw refused;
    }
  }

  @Override
  public void close() {
    delete(scratch);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
