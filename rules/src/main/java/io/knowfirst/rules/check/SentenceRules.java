package io.knowfirst.rules.check;

import io.knowfirst.rules.check.DrlDraft.Writer;
import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Sentences.Section;
import io.knowfirst.rules.language.Deadline;

/**
 * A file of rules whose conditions and conclusions are sentences, one to a line. Every line stays
 * on its line. A line that begins with {@code >} is in the rule language already; one that begins
 * with a dash adds to the fact above. KF132: a line that is no sentence, or fills a gap wrongly.
 */
final class SentenceRules {
  private enum RulePart {
    HEAD,
    WHEN,
    THEN
  }

  private static final int MOST_FAILURES = 100;

  private final DrlFile file;
  private final Writer draft;
  private final SentenceMatcher sentences;
  private RulePart part = RulePart.HEAD;
  private String open = "";

  private SentenceRules(DrlFile file) {
    this.file = file;
    this.draft = new Writer(file);
    this.sentences = new SentenceMatcher(file.sentences());
  }

  static DrlDraft draft(DrlFile file) {
    return new SentenceRules(file).draft();
  }

  private DrlDraft draft() {
    if (file.text().lines().noneMatch(line -> line.strip().startsWith("package "))) {
      draft.add(
          "package sentences.%s; import %s.*; "
              .formatted(file.name().replaceAll("\\W+", "_"), Vocabulary.PACKAGE),
          1,
          1);
    }
    int number = 0;
    for (var line : file.text().lines().toList()) {
      line(line, ++number);
    }
    return draft.done();
  }

  private void line(String line, int number) {
    Deadline.look();
    var said = line.strip();
    int column = line.indexOf(said) + 1;
    var next = next(said);
    if (next != part) {
      close(number);
      part = next;
      draft.copy(line + "\n", number, 1);
    } else if (part == RulePart.HEAD || said.isEmpty() || said.startsWith("//")) {
      draft.copy(line + "\n", number, 1);
    } else if (said.startsWith(">")) {
      close(number);
      draft.copy(" ".repeat(column) + said.substring(1) + "\n", number, 1);
    } else {
      sentence(said, number, column);
    }
  }

  private RulePart next(String said) {
    return switch (said) {
      case "when" -> RulePart.WHEN;
      case "then" -> RulePart.THEN;
      case "end" -> RulePart.HEAD;
      default -> said.startsWith("rule ") ? RulePart.HEAD : part;
    };
  }

  private void sentence(String said, int number, int column) {
    if (draft.failures() > MOST_FAILURES) {
      return; // an author reads the first of them
    }
    String meaning;
    try {
      meaning = sentences.meaning(part == RulePart.WHEN ? Section.WHEN : Section.THEN, said);
    } catch (SentenceMatcher.NotUnderstood e) {
      draft.wrong(number, column, "KF132", String.valueOf(e.getMessage()));
      meaning = "";
    }
    boolean adds = said.startsWith("-");
    if (adds && open.isEmpty() && !meaning.isEmpty()) {
      draft.wrong(number, column, "KF132", "There is no fact above to which \"- …\" could add.");
      meaning = "";
    }
    if (!adds) {
      close(number);
    }
    boolean first = open.endsWith("(");
    var text = adds && !first && !meaning.isEmpty() ? ", " + meaning : meaning;
    if (part == RulePart.WHEN && text.endsWith(")") && !adds) {
      open = text.substring(0, text.length() - 1);
      text = open;
    } else if (adds) {
      open += text;
    }
    draft.add(text, number, column).copy("\n", number, column);
  }

  /** Ends the fact that a line with a dash could still have added to. */
  private void close(int number) {
    if (!open.isEmpty()) {
      draft.add(") ", number, 1);
      open = "";
    }
  }
}
