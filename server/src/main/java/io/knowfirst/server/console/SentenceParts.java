package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Sentences.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file of rules, with what the check finds at their lines.
 *
 * @param general findings that are at no row
 */
record SentenceParts(List<Shown> parts, List<Finding> general) {
  SentenceParts {
    parts = List.copyOf(parts);
    general = List.copyOf(general);
  }

  /**
   * A part of the file.
   *
   * @param number of the part in the file
   * @param form null for code between rules
   * @param raw the code
   * @param segments that the rule derives
   */
  record Shown(int number, @Nullable RuleForm form, String raw, Set<String> segments) {}

  /**
   * @param findings of the whole folder
   */
  static SentenceParts of(String file, Policy policy, Phrases phrases, List<Finding> findings) {
    var text = policy.files().getOrDefault(file, "");
    var own = findings.stream().filter(found -> found.file().equals(file)).toList();
    var general = new ArrayList<Finding>();
    var shown = new ArrayList<Shown>();
    int line = 1;
    for (var part : SentenceFile.of(text, policy.sentences()).parts()) {
      shown.add(shown(shown.size(), part, line, own, phrases, policy, file, general));
      line += lines(part);
    }
    return new SentenceParts(shown, general);
  }

  private static int lines(SentencePart part) {
    if (part instanceof RawLines raw) {
      return raw.text().split("\n", -1).length;
    }
    var rule = (SentenceRule) part;
    return head(rule) + rule.when().size() + rule.then().size() + 2;
  }

  private static int head(SentenceRule rule) {
    var head = rule.head();
    return head == null ? 2 : head.split("\n", -1).length;
  }

  private static Shown shown(
      int number,
      SentencePart part,
      int line,
      List<Finding> findings,
      Phrases phrases,
      Policy policy,
      String file,
      List<Finding> general) {
    var within =
        findings.stream()
            .filter(one -> one.line() >= line && one.line() < line + lines(part))
            .toList();
    if (part instanceof RawLines raw) {
      general.addAll(within);
      return new Shown(number, null, raw.text(), Set.of());
    }
    var rule = (SentenceRule) part;
    var form = RuleForm.of(rule, phrases);
    int when = line + head(rule);
    int then = when + rule.when().size() + 1;
    for (var finding : within) {
      int at = finding.line();
      if (at >= when && at < when + rule.when().size()) {
        form = form.with(Section.WHEN, at - when, finding.message(), !finding.isError());
      } else if (at >= then && at < then + rule.then().size()) {
        form = form.with(Section.THEN, at - then, finding.message(), !finding.isError());
      } else {
        general.add(finding);
      }
    }
    var segments = new TreeSet<String>();
    policy.rules().stream()
        .filter(card -> card.file().equals(file) && card.name().equals(rule.name()))
        .forEach(card -> segments.addAll(card.segments()));
    return new Shown(number, form, "", segments);
  }
}
