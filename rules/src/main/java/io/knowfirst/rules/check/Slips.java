package io.knowfirst.rules.check;

import io.knowfirst.rules.check.RuleParser.Read;
import io.knowfirst.rules.folder.DrlFile.Concern;
import io.knowfirst.rules.folder.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells what keeps a file from being read, rule by rule, so that a mistake in one does not spoil
 * the others. KF102: a mistake in typing, or whatever else is not the rule language.
 */
final class Slips {
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
  record Told(List<Finding> findings, Optional<Read> rest) {}

  private Slips(Source source, Deadline deadline) {
    this.source = source;
    this.deadline = deadline;
    this.text = Glyph.withoutComments(source.raw());
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
  static Told of(Source source, Read whole, Deadline deadline) {
    return new Slips(source, deadline).tell(whole);
  }

  private Told tell(Read whole) {
    boolean stumbled = !whole.stumbles().isEmpty();
    var findings = new ArrayList<Finding>();
    var rest = new StringBuilder(source.text());
    boolean headWrong = false;
    for (int i = 0; i < stretches.size(); i++) {
      deadline.check();
      var stretch = stretches.get(i);
      var wrong = wrong(stretch, i == stretches.size() - 1, stumbled);
      if (!wrong.isEmpty()) {
        wrong.forEach(slip -> findings.add(finding(slip)));
        headWrong |= !stretch.rule();
        Glyph.blank(rest, stretch.from(), stretch.until());
      }
    }
    if (findings.isEmpty() && stumbled) {
      findings.add(finding(stumbled(whole)));
      return new Told(findings, Optional.of(whole));
    }
    if (findings.isEmpty()) {
      return new Told(findings, Optional.of(whole));
    }
    return new Told(
        findings,
        headWrong ? Optional.empty() : Optional.of(RuleParser.read(rest.toString(), deadline)));
  }

  private List<Slip> wrong(Stretch stretch, boolean last, boolean stumbled) {
    int until = last ? text.stripTrailing().length() : stretch.until();
    var glyphs = Glyph.all(text, stretch.from(), Math.max(stretch.from(), until));
    var slips = new ArrayList<>(CharacterSlips.of(glyphs));
    var ofRule =
        stretch.rule()
            ? new RuleSlips(
                    new Reading(glyphs),
                    this::line,
                    last,
                    source.file().concern() == Concern.AUDIENCES)
                .find()
            : head(glyphs);
    ofRule.stream().filter(Slip::sure).forEach(slips::add);
    if (stumbled && slips.isEmpty() && !ofRule.isEmpty()) {
      slips.addAll(ofRule);
    }
    slips.sort(Comparator.comparingInt(Slip::offset));
    if (stumbled && slips.stream().noneMatch(Slip::sure)) {
      return alone(stretch).stumbles().isEmpty()
          ? List.of()
          : List.of(slips.isEmpty() ? stumbled(alone(stretch)) : slips.get(0));
    }
    return slips;
  }

  private List<Slip> head(List<Glyph> glyphs) {
    for (int i = 0; i < glyphs.size(); i++) {
      var glyph = glyphs.get(i);
      if (glyph.first() && glyph.isWord() && !HEAD.contains(glyph.text())) {
        return List.of(RuleSlips.outside(glyph, "package", "import"));
      }
      if (glyph.first() && !glyph.isEnd() && !glyph.is("package") && !glyph.is("import")) {
        return List.of();
      }
    }
    return List.of();
  }

  /** What the parser makes of one rule alone, or of the head alone, at its place in the file. */
  private Read alone(Stretch stretch) {
    var whole = source.text();
    int begin = whole.lastIndexOf('\n', stretch.from() - 1) + 1;
    int above = (int) whole.substring(0, begin).chars().filter(c -> c == '\n').count();
    var only =
        " ".repeat(stretch.from() - begin) + whole.substring(stretch.from(), stretch.until());
    var read = RuleParser.read(only, deadline);
    return new Read(read.descr(), read.stumbles().stream().map(at -> at.below(above)).toList());
  }

  private Slip stumbled(Read read) {
    var first = read.stumbles().get(0);
    var found = first.found().replaceAll("\\s+", " ");
    return new Slip(
        source.offset(first.line(), first.column()),
        "Cannot be read as a rule: %s is not expected here. Maybe a bracket, a comma or a quote is missing before it."
            .formatted(
                found.isBlank() ? "the end" : found.startsWith("\"") ? found : "\"" + found + "\""),
        false);
  }

  private int line(int offset) {
    return source.place(offset).line();
  }

  private Finding finding(Slip slip) {
    return source.error(slip.offset(), "KF102", slip.message());
  }
}
