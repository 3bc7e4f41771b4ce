package io.knowfirst.rules.base;

import io.knowfirst.rules.check.Source;
import io.knowfirst.rules.folder.Finding;
import java.util.List;
import java.util.regex.Pattern;
import org.kie.internal.builder.KnowledgeBuilderError;

/**
 * What the compiler complains of, in an author's words and at the author's place. KF198: a
 * compilation that takes too long. KF199: whatever else does not compile.
 */
final class CompileMessage {
  static final String TOO_LONG = "KF198";
  private static final String CODE = "KF199";
  private static final Pattern CAUSE =
      Pattern.compile("\\[Error: (.*?)]\\s*(?:\\[Near|$)", Pattern.DOTALL);
  private static final Pattern CALLED = Pattern.compile("([A-Za-z_$][\\w$]*) ?\\(");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_$][\\w$]{2,}");

  private CompileMessage() {}

  static Finding tooLong(Source source, CompileRoom.Runaway problem) {
    return source.error(0, TOO_LONG, String.valueOf(problem.getMessage()));
  }

  static Finding walled(Source source, String name) {
    return source.error(
        0,
        CODE,
        "The rules use %s, which rules may not. Maybe compare properties of facts only."
            .formatted(name));
  }

  static Finding of(Source source, RuntimeException problem) {
    var first =
        String.valueOf(problem.getMessage())
            .lines()
            .findFirst()
            .orElse(problem.getClass().getSimpleName());
    return source.error(0, CODE, "Does not compile: " + words(first));
  }

  static Finding of(Source source, KnowledgeBuilderError error) {
    int line = error.getLines().length == 0 ? 1 : Math.max(1, error.getLines()[0]);
    var message = words(error.getMessage());
    return source.error(place(source, line, message), CODE, "Does not compile: " + message);
  }

  /** Leaves out what only says that something else there is wrong. */
  static List<Finding> distinct(List<Finding> errors) {
    return errors.stream()
        .filter(
            error ->
                !error.message().contains("Unable to analyze")
                    || errors.stream()
                        .noneMatch(
                            other ->
                                !other.message().contains("Unable to analyze")
                                    && other.file().equals(error.file())
                                    && other.line() == error.line()))
        .toList();
  }

  /**
   * Offset of the call that the message speaks of, from the line on that the compiler names (for
   * Java, that is the rule's first) to the rule's end; else of another word of it in that line.
   */
  private static int place(Source source, int line, String message) {
    var called = CALLED.matcher(message);
    while (called.find()) {
      for (int i = line; i <= source.lines(); i++) {
        int at = source.line(i).indexOf(called.group(1) + "(");
        if (at >= 0) {
          return source.offset(i, at);
        }
        if (source.line(i).strip().equals("end")) {
          break;
        }
      }
    }
    var text = source.line(line);
    var word = WORD.matcher(message);
    while (word.find()) {
      var found = Pattern.compile("\\b" + Pattern.quote(word.group()) + "\\b").matcher(text);
      if (found.find()) {
        return source.offset(line, found.start());
      }
    }
    return source.offset(line, text.length() - text.stripLeading().length());
  }

  /** The compiler's message without its own file names, positions and generated classes. */
  static String words(String message) {
    var cause = CAUSE.matcher(message);
    var words = cause.find() ? cause.group(1) : message;
    words = words.replaceAll("Rule Compilation error", "");
    words =
        words
            .replaceAll(" for the type Rule_\\w+", "")
            .replaceAll("\\b(\\w+\\.)*Rule_\\w+", "the rule");
    words = words.replaceAll("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)", "$1");
    words = words.replaceAll("using strict-mode: |\\[Line: \\d+, Column: \\d+]", "");
    return words.replaceAll("\\s+", " ").strip();
  }
}
