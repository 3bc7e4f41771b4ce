package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.folder.RuleFolder;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files in which rules are written in sentences. */
final class SentenceFiles {
  private volatile SoftReference<ReadFile> last = new SoftReference<>(null);

  /** Those of the file that was read last are kept while memory lasts. */
  @SuppressWarnings("ReferenceEquality") // The same policy, not one that says the same.
  List<SentencePart> parts(String file, Policy policy) {
    var known = last.get();
    if (known == null || known.policy() != policy || !known.file().equals(file)) {
      var text = policy.files().getOrDefault(file, "");
      known = new ReadFile(policy, file, SentenceFile.of(text, policy.sentences()).parts());
      last = new SoftReference<>(known);
    }
    return known.parts();
  }

  /** A file of a version or a draft, divided. */
  private record ReadFile(Policy policy, String file, List<SentencePart> parts) {}

  /** The sentences of the example, for whoever has none. */
  static SortedMap<String, String> starter(Locale locale) {
    var own = locale.getLanguage().equals("de") ? "german" : "english";
    var file = "sentences/" + own + ".dsl";
    var text =
        String.join(
            "\n",
            RuleFolder.exampleFiles()
                .getOrDefault(file, "")
                .lines()
                .filter(line -> !line.startsWith("[word]"))
                .toList());
    return new TreeMap<>(Map.of(file, text + "\n"));
  }
}
