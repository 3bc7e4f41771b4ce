package io.knowfirst.server.rulesets.versions;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a file as they are written. Made for comparing, so it need not understand them. */
public final class RuleTexts {
  private static final Pattern RULE =
      Pattern.compile(
          "^[ \\t]*rule\\s+(?:\"(?<quoted>[^\"\\n]*)\"|(?<plain>\\w+)).*?^[ \\t]*end\\b",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** Of a table, whose separator is a comma or a semicolon: quoted, or as it stands. */
  private static final Pattern CELL =
      Pattern.compile("\\G(?:\\s*\"((?:[^\"]|\"\")*)\"\\s*|([^,;]*))(?:[,;]|$)");

  private RuleTexts() {}

  /**
   * Texts by the rule's name; of rules that share a name, all texts together. Empty for a file that
   * holds no rules.
   */
  public static SortedMap<String, String> of(String path, @Nullable String file) {
    if (file == null || (!path.startsWith("segments/") && !path.startsWith("campaigns/"))) {
      return new TreeMap<>();
    }
    if (path.endsWith(".csv")) {
      return ofTable(file);
    }
    return path.endsWith(".drl") || path.endsWith(".dslr") ? written(file) : new TreeMap<>();
  }

  /** A rule is its line and the headings: another heading is another condition. */
  private static SortedMap<String, String> ofTable(String table) {
    var texts = new TreeMap<String, String>();
    var lines = table.lines().toList();
    if (lines.isEmpty()) {
      return texts;
    }
    var heading = cells(lines.get(0));
    int name = heading.indexOf("rule");
    for (var line : lines.subList(1, lines.size())) {
      var cells = cells(line);
      if (name >= 0 && name < cells.size() && !cells.get(name).isEmpty()) {
        texts.merge(cells.get(name), heading + "\n" + cells, String::concat);
      }
    }
    return texts;
  }

  private static List<String> cells(String line) {
    return CELL.matcher(line)
        .results()
        .map(cell -> cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""))
        .map(String::strip)
        .toList();
  }

  private static SortedMap<String, String> written(String file) {
    var texts = new TreeMap<String, String>();
    var rules = RULE.matcher(file);
    while (rules.find()) {
      var quoted = rules.group("quoted");
      var name = quoted == null ? rules.group("plain") : quoted;
      texts.merge(name, rules.group(), String::concat);
    }
    return texts;
  }
}
