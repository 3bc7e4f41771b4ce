package io.knowfirst.server.rulesets.versions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.jspecify.annotations.Nullable;

/** The difference of two texts in the unified format, with three lines of context. */
final class LineDiff {
  private LineDiff() {}

  /**
   * @param old null for a file that is added
   * @param now null for a file that is removed
   */
  static String of(String path, @Nullable String old, @Nullable String now) {
    var from = text(old);
    var to = text(now);
    var diff = new HistogramDiff();
    // Lines that are repeated too often to be told apart are told as replaced, in bounded time.
    diff.setFallbackAlgorithm(null);
    var hunks = new ByteArrayOutputStream();
    try (var formatter = new DiffFormatter(hunks)) {
      formatter.format(diff.diff(RawTextComparator.DEFAULT, from, to), from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "--- %s\n+++ %s\n%s"
        .formatted(
            old == null ? "/dev/null" : "a/" + path,
            now == null ? "/dev/null" : "b/" + path,
            hunks.toString(StandardCharsets.UTF_8));
  }

  private static RawText text(@Nullable String text) {
    return new RawText((text == null ? "" : text).getBytes(StandardCharsets.UTF_8));
  }
}
