package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * A file turned into the rule language, with the place in the author's file for each stretch of it.
 *
 * @param anchors ascending; none where the text is the author's own
 * @param findings what could not be turned
 */
record DrlDraft(String text, List<Anchor> anchors, List<Finding> findings) {

  /**
   * From this offset of the text on it is about that place of the author's file.
   *
   * @param line from 1
   * @param column from 1
   * @param verbatim whether the characters that follow are the author's own
   */
  record Anchor(int offset, int line, int column, boolean verbatim) {}

  DrlDraft {
    anchors = List.copyOf(anchors);
    findings = List.copyOf(findings);
  }

  static DrlDraft of(DrlFile file) {
    if (file.name().endsWith(".csv")) {
      return DecisionTable.draft(file);
    }
    if (file.name().endsWith(".dslr")) {
      return SentenceRules.draft(file);
    }
    return new DrlDraft(file.text(), List.of(), List.of());
  }

  /** Where an offset of a text without anchors would be, is told by the caller. */
  SourcePlace place(int offset, SourcePlace verbatim) {
    int index =
        Collections.binarySearch(
            anchors, new Anchor(offset + 1, 0, 0, false), Comparator.comparingInt(Anchor::offset));
    index = index < 0 ? -index - 1 : index;
    while (index > 0 && anchors.get(index - 1).offset() > offset) {
      index--;
    }
    var last = index == 0 ? null : anchors.get(index - 1);
    if (last == null) {
      return anchors.isEmpty() ? verbatim : new SourcePlace(1, 1);
    }
    return new SourcePlace(
        last.line(), last.verbatim() ? last.column() + offset - last.offset() : last.column());
  }

  /** A draft as it grows. */
  static final class Writer {
    private static final int MOST_FINDINGS = 100;

    private final StringBuilder text = new StringBuilder();
    private final List<Anchor> anchors = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private final DrlFile file;
    private int failures;

    Writer(DrlFile file) {
      this.file = file;
    }

    /** Adds text that stands for a place of the author's file. */
    Writer add(String more, int line, int column) {
      return add(more, new Anchor(text.length(), line, column, false));
    }

    /** Adds the author's own text. */
    Writer copy(String more, int line, int column) {
      return add(more, new Anchor(text.length(), line, column, true));
    }

    private Writer add(String more, Anchor anchor) {
      anchors.add(anchor);
      text.append(more);
      return this;
    }

    void wrong(int line, int column, String code, String message) {
      if (++failures <= MOST_FINDINGS) { // an author reads the first of them
        findings.add(Finding.error(file.name(), line, column, code, message));
      }
    }

    int failures() {
      return failures;
    }

    boolean failed() {
      return !findings.isEmpty();
    }

    DrlDraft done() {
      return new DrlDraft(text.toString(), anchors, findings);
    }
  }
}
