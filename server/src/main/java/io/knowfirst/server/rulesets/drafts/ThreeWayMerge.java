package io.knowfirst.server.rulesets.drafts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;

/**
 * Two changes of one text brought together, line by line as Git does.
 *
 * @param text with conflict markers where both changed the same lines
 * @param clean whether there are none
 */
record ThreeWayMerge(String text, boolean clean) {
  static ThreeWayMerge of(String base, String draft, String live) {
    var merged =
        new MergeAlgorithm().merge(RawTextComparator.DEFAULT, raw(base), raw(draft), raw(live));
    var text = new ByteArrayOutputStream();
    try {
      new MergeFormatter()
          .formatMerge(text, merged, List.of("base", "draft", "live"), StandardCharsets.UTF_8);
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
    return new ThreeWayMerge(text.toString(StandardCharsets.UTF_8), !merged.containsConflicts());
  }

  private static RawText raw(String text) {
    return new RawText(text.getBytes(StandardCharsets.UTF_8));
  }
}
