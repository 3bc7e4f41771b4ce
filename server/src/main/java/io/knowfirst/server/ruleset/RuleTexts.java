package io.knowfirst.server.ruleset;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a DRL file as they are written. Made for comparing, so it need not understand them.
 */
final class RuleTexts {
  private static final Pattern RULE =
      Pattern.compile(
          "^[ \\t]*rule\\s+(?:\"(?<quoted>[^\"\\n]*)\"|(?<plain>\\w+)).*?^[ \\t]*end\\b",
          Pattern.DOTALL | Pattern.MULTILINE);

  private RuleTexts() {}

  /** Texts by the rule's name; of rules that share a name, all texts together. */
  static SortedMap<String, String> of(@Nullable String file) {
    var texts = new TreeMap<String, String>();
    var rules = RULE.matcher(file == null ? "" : file);
    while (rules.find()) {
      var quoted = rules.group("quoted");
      var name = quoted == null ? rules.group("plain") : quoted;
      texts.merge(name, rules.group(), String::concat);
    }
    return texts;
  }
}
