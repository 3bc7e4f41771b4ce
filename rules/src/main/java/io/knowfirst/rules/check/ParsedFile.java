package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile;
import io.knowfirst.rules.folder.Finding;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.drools.drl.parser.DrlParser;
import org.drools.drl.parser.DroolsParserException;
import org.drools.drl.parser.ParserError;
import org.jspecify.annotations.Nullable;
import org.kie.internal.builder.conf.LanguageLevelOption;

/**
 * A file as the parser sees it.
 *
 * @param descr null when the parser made nothing of it, which the errors then tell
 */
record ParsedFile(
    Source source, @Nullable PackageDescr descr, List<ParsedRule> rules, List<Finding> errors) {

  private static final ParsedFiles REMEMBERED = new ParsedFiles(ParsedFile::of);
  private static final Pattern SINGLE_EQUALS = Pattern.compile("input '[^']*[^=<>!\\s]\\s*='");
  private static final Pattern NEXT_RULE = Pattern.compile("(?m)^[ \\t]*(rule)\\s+\"");

  /** Parses a folder's files, but for those that were parsed lately as they are. */
  static List<ParsedFile> all(List<DrlFile> folder) {
    return REMEMBERED.of(folder);
  }

  static ParsedFile of(DrlFile file) {
    var source = Source.of(file);
    var parser = new DrlParser(LanguageLevelOption.DRL10);
    var errors = new ArrayList<>(source.findings());
    PackageDescr descr = null;
    try {
      descr = parser.parse(false, new StringReader(source.text()));
    } catch (DroolsParserException | RuntimeException e) {
      errors.add(source.error(0, "KF102", "Is not rule language: " + e.getMessage()));
    }
    for (var error : parser.getErrors()) {
      errors.add(
          error instanceof ParserError at
              ? source.error(
                  source.offset(at.getRow(), at.getCol()), "KF102", sentence(at.getMessage()))
              : source.error(0, "KF102", sentence(error.getMessage())));
    }
    var rules = descr == null ? List.<ParsedRule>of() : rules(source, descr);
    for (var rule : rules) {
      var next = NEXT_RULE.matcher(String.valueOf(rule.descr().getConsequence()));
      if (next.find()) {
        errors.add(
            source.error(
                rule.thenAt() + next.start(1),
                "KF102",
                "The \"end\" of rule \"%s\" is missing before this.".formatted(rule.name())));
      }
    }
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

  private static String sentence(String parserWords) {
    if (SINGLE_EQUALS.matcher(parserWords).find()) {
      return "Cannot be read as a rule: a comparison has two signs. Maybe \"==\" instead of \"=\".";
    }
    var words =
        parserWords.replaceAll("\\s*\\n\\s*", " ").replaceAll("expecting \\{.{80,}\\}", "here");
    return "Cannot be read as a rule: "
        + words
        + ". Maybe a bracket, a quote or an \"end\" is missing before it.";
  }
}
