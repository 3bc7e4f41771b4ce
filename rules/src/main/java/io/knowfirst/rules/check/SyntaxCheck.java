package io.knowfirst.rules.check;

import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.language.Deadline;
import io.knowfirst.rules.language.Outline;
import io.knowfirst.rules.language.Outline.Stumble;
import io.knowfirst.rules.language.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what keeps a file from being read, rule by rule, so that a mistake in one does not spoil
 * the others. KF102: a mistake in typing, or whatever else is not the rule language. KF204: nests
 * too deep.
 */
final class SyntaxCheck {
  private static final Pattern RULE = Pattern.compile("(?mi)(?:^[ \\t]*|(?<=\\*; ))rule\\b");
  static final Set<String> HEAD =
      Set.of("package", "import", "unit", "function", "global", "declare", "query", "dialect");

  private final Source source;
  private final Deadline deadline;
  private final String text;
  private final List<Stretch> stretches;

  /** A rule with what follows it; the first is what stands before all rules. */
  private record Stretch(int from, int until, boolean rule) {}

  /**
   * What is wrong, and what is left.
   *
   * @param rest what the parser makes of the text without the rules that are wrong; empty where
   *     nothing can be told of the rest
   */
  record SyntaxReport(List<Finding> findings, Optional<Outline> rest) {}

  private SyntaxCheck(Source source, Deadline deadline) {
    this.source = source;
    this.deadline = deadline;
    this.text = Token.withoutComments(source.raw());
    this.stretches = new ArrayList<>();
    int from = 0;
    var matcher = RULE.matcher(text);
    while (matcher.find()) {
      stretches.add(new Stretch(from, matcher.start(), from > 0));
      from = matcher.start();
    }
    stretches.add(new Stretch(from, text.length(), from > 0 || text.strip().startsWith("rule")));
  }

  /**
   * @param whole what the parser made of all of it
   */
  static SyntaxReport of(Source source, Outline whole, Deadline deadline) {
    return new SyntaxCheck(source, deadline).tell(whole);
  }

  private SyntaxReport tell(Outline whole) {
    boolean stumbled = !whole.stumbles().isEmpty();
    var findings = new ArrayList<Finding>();
    var rest = new StringBuilder(source.text());
    boolean headWrong = false;
    for (int i = 0; i < stretches.size(); i++) {
      deadline.check();
      var stretch = stretches.get(i);
      var wrong = wrong(stretch, i == stretches.size() - 1, stumbled);
      if (!wrong.isEmpty()) {
        wrong.forEach(problem -> findings.add(finding(problem)));
        headWrong |= !stretch.rule();
        Token.blank(rest, stretch.from(), stretch.until());
      }
    }
    if (findings.isEmpty() && stumbled) {
      findings.add(finding(stumbled(whole.stumbles())));
      return new SyntaxReport(findings, Optional.of(whole));
    }
    if (findings.isEmpty()) {
      return new SyntaxReport(findings, Optional.of(whole));
    }
    return new SyntaxReport(
        findings,
        headWrong ? Optional.empty() : Optional.of(Outline.of(rest.toString(), deadline)));
  }

  private List<SyntaxProblem> wrong(Stretch stretch, boolean last, boolean stumbled) {
    int until = last ? text.stripTrailing().length() : stretch.until();
    var tokens = Token.all(text, stretch.from(), Math.max(stretch.from(), until));
    var problems = new ArrayList<>(CharacterSyntax.of(tokens));
    var ofRule =
        stretch.rule()
            ? new RuleSyntax(
                    new Reading(tokens),
                    this::line,
                    last,
                    source.file().concern() == Concern.AUDIENCES)
                .find()
            : head(tokens);
    ofRule.stream().filter(SyntaxProblem::sure).forEach(problems::add);
    if (stumbled && problems.isEmpty() && !ofRule.isEmpty()) {
      problems.addAll(ofRule);
    }
    problems.sort(Comparator.comparingInt(SyntaxProblem::offset));
    if (stumbled && problems.stream().noneMatch(SyntaxProblem::sure)) {
      var alone = alone(stretch);
      return alone.isEmpty()
          ? List.of()
          : List.of(
              problems.isEmpty() || alone.get(0).deepest() > 0 ? stumbled(alone) : problems.get(0));
    }
    return problems;
  }

  private List<SyntaxProblem> head(List<Token> tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.first() && token.isWord() && !HEAD.contains(token.text())) {
        return List.of(RuleSyntax.outside(token, "package", "import"));
      }
      if (token.first() && !token.isEnd() && !token.is("package") && !token.is("import")) {
        return List.of();
      }
    }
    return List.of();
  }

  /**
   * Where the parser stumbles in one rule alone, or of the head alone, at its place in the file.
   */
  private List<Stumble> alone(Stretch stretch) {
    var whole = source.text();
    int begin = whole.lastIndexOf('\n', stretch.from() - 1) + 1;
    int above = (int) whole.substring(0, begin).chars().filter(c -> c == '\n').count();
    var only =
        " ".repeat(stretch.from() - begin) + whole.substring(stretch.from(), stretch.until());
    return Outline.of(only, deadline).stumbles().stream()
        .map(at -> new Stumble(at.line() + above, at.column(), at.found(), at.deepest()))
        .toList();
  }

  private SyntaxProblem stumbled(List<Stumble> stumbles) {
    var first = stumbles.get(0);
    int at = source.offset(first.line(), first.column());
    if (first.deepest() > 0) {
      return new SyntaxProblem(
          "KF204",
          at,
          "Brackets or signs lie deeper than %d levels here. Maybe write fewer of them, or derive segments first."
              .formatted(first.deepest()),
          false);
    }
    var found = first.found().replaceAll("\\s+", " ");
    return new SyntaxProblem(
        SyntaxProblem.MISTYPED,
        at,
        "Cannot be read as a rule: %s is not expected here. Maybe a bracket, a comma or a quote is missing before it."
            .formatted(
                found.isBlank() ? "the end" : found.startsWith("\"") ? found : "\"" + found + "\""),
        false);
  }

  private int line(int offset) {
    return source.place(offset).line();
  }

  private Finding finding(SyntaxProblem problem) {
    return source.error(problem.offset(), problem.code(), problem.message());
  }
}
