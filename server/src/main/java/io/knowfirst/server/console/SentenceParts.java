package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.Sentences.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a file of rules, with what the check finds at their lines.
 *
 * @param general findings that are at no row
 */
record SentenceParts(ListPage<Shown> page, List<Finding> general) {
  private static final int ROWS = 25;

  SentenceParts {
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

  /** The page of the file on which a part stands. */
  static int page(int part) {
    return part / ROWS + 1;
  }

  /**
   * @param parts of the file
   * @param findings of the whole folder; those of the file that are on no other row are general
   * @param number of the page, or the nearest there is
   */
  static SentenceParts of(
      String file,
      List<SentencePart> parts,
      Policy policy,
      Phrases phrases,
      List<Finding> findings,
      int number) {
    int pages = Math.max(1, (parts.size() + ROWS - 1) / ROWS);
    int page = Math.max(1, Math.min(pages, number));
    var segments = new HashMap<String, Set<String>>();
    policy.rules().stream()
        .filter(card -> card.file().equals(file))
        .forEach(
            card ->
                segments
                    .computeIfAbsent(card.name(), name -> new TreeSet<>())
                    .addAll(card.segments()));
    var general =
        new ArrayList<>(findings.stream().filter(found -> found.file().equals(file)).toList());
    var shown = new ArrayList<Shown>();
    int line = 1;
    for (int i = 0; i < Math.min(parts.size(), page * ROWS); i++) {
      var part = parts.get(i);
      if (i >= (page - 1) * ROWS) {
        shown.add(shown(i, part, line, general, phrases, segments));
      }
      line += lines(part);
    }
    return new SentenceParts(new ListPage<>(shown, page, pages, parts.size()), general);
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

  /** Takes the findings of its rows out of the general ones. */
  private static Shown shown(
      int number,
      SentencePart part,
      int line,
      List<Finding> general,
      Phrases phrases,
      Map<String, Set<String>> segments) {
    if (part instanceof RawLines raw) {
      return new Shown(number, null, raw.text(), Set.of());
    }
    var rule = (SentenceRule) part;
    var form = RuleForm.of(rule, phrases);
    int when = line + head(rule);
    int then = when + rule.when().size() + 1;
    for (var found = general.iterator(); found.hasNext(); ) {
      var finding = found.next();
      int at = finding.line();
      boolean isOfWhen = at >= when && at < when + rule.when().size();
      if (isOfWhen || (at >= then && at < then + rule.then().size())) {
        form =
            form.with(
                isOfWhen ? Section.WHEN : Section.THEN,
                at - (isOfWhen ? when : then),
                finding.message(),
                !finding.isError());
        found.remove();
      }
    }
    return new Shown(number, form, "", segments.getOrDefault(rule.name(), Set.of()));
  }
}
