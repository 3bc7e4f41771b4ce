package io.knowfirst.rules.folder;

import java.util.List;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** What an author probably did, where a text is no YAML: the parser often notices a line later. */
final class YamlAdvice {
  private YamlAdvice() {}

  /** A sentence that begins with Maybe, after a blank; empty where nothing is known. */
  static String of(MarkedYAMLException problem, String text) {
    var context = problem.getContext() == null ? "" : problem.getContext();
    var begun = problem.getContextMark();
    var at = problem.getProblemMark();
    var said = problem.getProblem() == null ? "" : problem.getProblem();
    if (begun != null && context.contains("quoted scalar")) {
      return " Maybe the quote that begins in line %d is not closed."
          .formatted(begun.getLine() + 1);
    } else if (begun != null && context.contains("flow")) {
      return " Maybe the %s of line %d is not closed."
          .formatted(context.contains("sequence") ? "[" : "{", begun.getLine() + 1);
    } else if (said.contains("TAB")) {
      return " Maybe use blanks in place of the tab.";
    } else if (said.contains("cannot start any token")) {
      return " Maybe put the text in quotes.";
    } else if (said.contains("mapping values are not allowed") && at != null) {
      int line = at.getLine();
      var lines = text.lines().toList();
      int before = before(lines, line);
      return before >= 0 && !lines.get(before).matches(".*:(\\s.*)?|\\s*-.*")
          ? " Maybe line %d lacks a colon with a blank after it.".formatted(before + 1)
          : " Maybe put the text in quotes, as it holds a colon.";
    }
    return "";
  }

  /** The last line before this one that says something; -1 for none. */
  private static int before(List<String> lines, int line) {
    int before = Math.min(line, lines.size()) - 1;
    while (before >= 0 && lines.get(before).isBlank()) {
      before--;
    }
    return before;
  }
}
