package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.FileTree;
import io.knowfirst.rules.language.FileTree.ReadRule;
import io.knowfirst.rules.language.Outline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file as it was read.
 *
 * @param tree null when nothing could be made of it, which the errors then tell
 */
record ParsedFile(
    Source source, @Nullable FileTree tree, List<ParsedRule> rules, List<Finding> errors) {
  private static final ParsedFiles RULES = new ParsedFiles(ParsedFile::of);
  private static final ParsedFiles AUDIENCES = new ParsedFiles(ParsedFile::of);

  /**
   * Parses a folder's files until the deadline, but for those that were parsed lately as they are.
   */
  static List<ParsedFile> all(List<DrlFile> folder, Deadline deadline) {
    return RULES.of(folder, deadline);
  }

  /** Parses the audiences of experiments in the same way. */
  static List<ParsedFile> audiences(Collection<ExperimentFile> experiments, Deadline deadline) {
    return AUDIENCES.of(experiments.stream().flatMap(e -> e.drl().stream()).toList(), deadline);
  }

  /** Parses a file, for as long as that may take. */
  static ParsedFile of(DrlFile file) {
    var deadline = Deadline.ofFile();
    try {
      return deadline.during(() -> parsed(file, deadline));
    } catch (Deadline.Passed | StackOverflowError e) {
      return nothing(
          file,
          "KF204",
          e instanceof Deadline.Passed
              ? e.getMessage() + " Maybe divide it, or write fewer brackets."
              : "The file nests too deep to be read. Maybe write fewer brackets and operators.");
    }
  }

  /** Stands for the last files of a folder that took too long. */
  static ParsedFile unread(DrlFile last, int files, Deadline deadline) {
    return nothing(
        last,
        "KF225",
        "Reading the rules took more than %d s of processor time, and %d %s not read. Maybe look for conditions that nest deep."
            .formatted(
                deadline.limit().toSeconds(), files, files == 1 ? "file was" : "files were"));
  }

  private static ParsedFile nothing(DrlFile file, String code, String why) {
    var empty = new DrlFile(file.name(), file.concern(), "");
    var error = Finding.error(file.name(), code, why);
    return new ParsedFile(Source.of(empty), null, List.of(), List.of(error));
  }

  private static ParsedFile parsed(DrlFile file, Deadline deadline) {
    var source = Source.of(file);
    var errors = new ArrayList<>(source.findings());
    var told = SyntaxCheck.of(source, Outline.of(source.text(), deadline), deadline);
    errors.addAll(told.findings());
    var tree =
        told.rest()
            .flatMap(outline -> outline.read(source.text(), Vocabulary::named, source::offset))
            .orElse(null);
    var rules = tree == null ? List.<ParsedRule>of() : rules(source, tree.rules());
    return new ParsedFile(source, tree, rules, List.copyOf(errors));
  }

  private static List<ParsedRule> rules(Source source, List<ReadRule> read) {
    var rules = new ArrayList<ParsedRule>();
    var notes = source.notes();
    int note = 0;
    for (int i = 0; i < read.size(); i++) {
      Deadline.look();
      int until = i + 1 < read.size() ? read.get(i + 1).start() : Integer.MAX_VALUE;
      while (note < notes.size() && notes.get(note).offset() < read.get(i).start()) {
        note++;
      }
      int first = note;
      while (note < notes.size() && notes.get(note).offset() < until) {
        note++;
      }
      rules.add(new ParsedRule(source, read.get(i), notes.subList(first, note)));
    }
    return List.copyOf(rules);
  }
}
