package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * A file as the parser sees it.
 *
 * @param descr null when the parser made nothing of it, which the errors then tell
 */
record ParsedFile(
    Source source, @Nullable PackageDescr descr, List<ParsedRule> rules, List<Finding> errors) {

  private static final ParsedFiles REMEMBERED = new ParsedFiles(ParsedFile::of);

  /** Parses a folder's files, but for those that were parsed lately as they are. */
  static List<ParsedFile> all(List<DrlFile> folder) {
    return REMEMBERED.of(folder);
  }

  /** Parses a file, for as long as that may take. */
  static ParsedFile of(DrlFile file) {
    try {
      return parsed(file);
    } catch (Deadline.Passed | StackOverflowError e) {
      var why =
          Finding.error(
              file.name(),
              1,
              1,
              "KF204",
              e instanceof Deadline.Passed
                  ? e.getMessage() + " Maybe divide it, or write fewer brackets."
                  : "The file nests too deep to be read. Maybe write fewer brackets and operators.");
      var nothing = new DrlFile(file.name(), file.concern(), "");
      return new ParsedFile(Source.of(nothing), null, List.of(), List.of(why));
    }
  }

  private static ParsedFile parsed(DrlFile file) {
    var deadline = Deadline.ofFile();
    var source = Source.of(file);
    var errors = new ArrayList<>(source.findings());
    var told = Slips.of(source, RuleParser.read(source.text(), deadline), deadline);
    errors.addAll(told.findings());
    var descr = told.rest().map(RuleParser.Read::descr).orElse(null);
    var rules = descr == null ? List.<ParsedRule>of() : rules(source, descr);
    return new ParsedFile(source, descr, rules, List.copyOf(errors));
  }

  private static List<ParsedRule> rules(Source source, PackageDescr descr) {
    var sorted = new ArrayList<>(descr.getRules());
    sorted.sort(
        Comparator.comparingInt(RuleDescr::getLine).thenComparingInt(RuleDescr::getStartCharacter));
    var rules = new ArrayList<ParsedRule>();
    for (int i = 0; i < sorted.size(); i++) {
      int from = sorted.get(i).getStartCharacter();
      int until = i + 1 < sorted.size() ? sorted.get(i + 1).getStartCharacter() : Integer.MAX_VALUE;
      rules.add(
          new ParsedRule(
              source,
              sorted.get(i),
              source.notes().stream()
                  .filter(note -> note.offset() >= from && note.offset() < until)
                  .toList()));
    }
    return List.copyOf(rules);
  }
}
