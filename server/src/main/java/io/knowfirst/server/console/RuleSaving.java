package io.knowfirst.server.console;

import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.check.SentenceWriter;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Sentences.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A file with one rule as a form says it.
 *
 * @param text of the file, unless something is wrong
 * @param wrong what was expected, by JSON pointer
 */
record RuleSaving(RuleForm form, String text, Map<String, String> wrong) {
  private static final Pattern AT = Pattern.compile("/parts/\\d+/rule(?:/(when|then)/(\\d+))?(.*)");

  RuleSaving {
    wrong = Map.copyOf(wrong);
  }

  /**
   * @param rule number of its part in the file, or {@code new}
   * @throws IllegalArgumentException where there is no such rule, or none may be there
   */
  static RuleSaving of(String file, Policy policy, RuleForm form, String rule, boolean delete) {
    if (!file.endsWith(".dslr")) {
      throw new IllegalArgumentException(
          "The file is \"%s\", expected one that ends in .dslr. Maybe open it as code."
              .formatted(Ids.shown(file)));
    }
    var text = policy.files().getOrDefault(file, "");
    var read = SentenceFile.of(text, policy.sentences());
    var parts = new ArrayList<>(read.parts());
    int at = edited(rule, parts.size());
    boolean isNew = at >= parts.size();
    var was = !isNew && at >= 0 && parts.get(at) instanceof SentenceRule one ? one : null;
    if (at < 0 || (was == null && !isNew)) {
      throw new IllegalArgumentException("There is no such rule. Maybe open the file again.");
    }
    if (delete) {
      parts.remove(at);
    } else if (isNew) {
      parts.add(form.rule(null));
    } else {
      parts.set(at, form.rule(was));
    }
    var wrong = new LinkedHashMap<String, String>();
    var whole = new SentenceFile(parts, text.isEmpty() || read.finalNewline());
    var written = SentenceWriter.write(whole, policy.sentences(), wrong::put);
    return new RuleSaving(form, written, wrong);
  }

  /** The part that is meant: beyond the last for a new one, negative for none. */
  static int edited(String rule, int parts) {
    return rule.equals("new") ? parts : rule.matches("[0-9]{1,4}") ? Integer.parseInt(rule) : -1;
  }

  /** The form with what is wrong at its rows. */
  RuleForm marked() {
    var marked = form;
    for (var one : wrong.entrySet()) {
      var at = AT.matcher(one.getKey());
      if (at.matches() && at.group(1) != null) {
        var section = at.group(1).equals("when") ? Section.WHEN : Section.THEN;
        var gap = at.group(3).replaceFirst("^/values/?", "");
        marked =
            marked.with(
                section,
                Integer.parseInt(at.group(2)),
                (gap.isEmpty() ? "" : gap + ": ") + "expected " + one.getValue(),
                false);
      }
    }
    return marked;
  }

  /** What is wrong besides, in a line each. */
  String general() {
    var told = new ArrayList<String>();
    wrong.forEach(
        (pointer, expected) -> {
          var at = AT.matcher(pointer);
          if (!at.matches() || at.group(1) == null) {
            var what = pointer.replaceFirst("/parts/\\d+/?(?:rule/)?", "");
            told.add((what.isEmpty() ? "The file" : what) + ": expected " + expected + ".");
          }
        });
    return told.isEmpty() ? "Some lines are not complete; see below." : String.join("\n", told);
  }
}
