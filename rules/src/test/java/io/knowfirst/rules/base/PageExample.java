package io.knowfirst.rules.base;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example of the page that tells the codes. It is a change to the folder that stands at the
 * page's head, written in one of the ways that are explained there.
 *
 * @param text what stands behind {@code Bad:} or {@code Good:}
 */
record PageExample(String code, String severity, boolean bad, String text) {
  private static final String FENCE = "```";
  private static final Pattern SECTION =
      Pattern.compile(
          "(?ms)^## (KF\\d{3})\\n[^\\n]+\\*(error|warning|info)\\*\\n(.*?)(?=^## |\\z)");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^- (Bad|Good): *(.*?)(?=^- Good:|\\z)");
  private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
  private static final Pattern KEY =
      Pattern.compile(
          "`(?<file>[\\w/-]+\\.yaml)`(?:: `(?<line>(?<key>\\w+):[^`]*)`| without `(?<lost>\\w+)`)");
  private static final Pattern NAME =
      Pattern.compile("(?m)^(?://|#) (\\S+\\.(?:drl|dslr|dsl|yaml|csv))(?: in (\\S+))?\\n");
  private static final Pattern RULE = Pattern.compile("(?m)^rule \"([^\"\\n]+)\"");
  private static final Map<String, String> FOLDER =
      Map.of(
          "shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n",
          "placements.yaml",
              "- {id: home, channel: web, content: banner}\n- {id: cart, channel: web, content: banner}\n",
          "contents/banner.yaml", "headline: Sale\n",
          "contents/other.yaml", "headline: Another sale\n",
          "segments/fans.drl",
              rule(
                  "Fans", "@kind(\"behavioural\")", "Did(event == \"Joined\")", "Member(\"fans\")"),
          "campaigns/fans.drl",
              rule(
                  "Fans see it",
                  "@campaign(\"sale\")",
                  "Member(segment == \"fans\")",
                  "Offer(\"sale\")"),
          "campaigns/sale.yaml",
              "style: automation\nplacements: [home]\ncontents: [banner]\npriority: 50\npurpose: personalization\nowner: crm\n");

  static Stream<PageExample> all(String page) {
    return SECTION
        .matcher(page)
        .results()
        .flatMap(
            section ->
                EXAMPLE
                    .matcher(section.group(3))
                    .results()
                    .map(
                        example ->
                            new PageExample(
                                section.group(1),
                                section.group(2),
                                example.group(1).equals("Bad"),
                                example.group(2).strip())));
  }

  /** Writes the folder with the example in it. */
  void write(Path folder) throws IOException {
    var files = new TreeMap<>(FOLDER);
    files.put("campaigns/sale.drl", sale("Bought(category == \"a\", daysAgo <= 90)"));
    var charset = change(files);
    boolean own = files.keySet().stream().anyMatch(name -> name.startsWith("scenarios/"));
    var scenarios = new StringBuilder();
    files.forEach(
        (name, content) -> {
          for (var rule : rules(name, content)) {
            if (!own || !rule.equals("Sale")) {
              scenarios.append("- {rule: {fires: \"%1$s\", not: \"%1$s\"}}\n".formatted(rule));
            }
          }
        });
    files.put("scenarios/all.yaml", scenarios.toString());
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue(), charset);
    }
  }

  private Charset change(Map<String, String> files) {
    var key = KEY.matcher(text);
    if (text.startsWith(FENCE)) {
      return block(text.substring(text.indexOf('\n') + 1, text.lastIndexOf(FENCE)), files);
    } else if (key.lookingAt()) {
      var name = key.group("lost") == null ? key.group("key") : key.group("lost");
      var lines = new ArrayList<>(files.getOrDefault(key.group("file"), "").lines().toList());
      lines.removeIf(line -> line.startsWith(name + ":"));
      if (key.group("line") != null) {
        lines.add(key.group("line"));
      }
      files.put(key.group("file"), String.join("\n", lines) + "\n");
    } else {
      var inline = INLINE.matcher(text);
      if (!inline.matches()) {
        throw new IllegalArgumentException(code + ": no example: " + text);
      }
      files.put("campaigns/sale.drl", sale(inline.group(1)));
    }
    return StandardCharsets.UTF_8;
  }

  private static Charset block(String block, Map<String, String> files) {
    var names = NAME.matcher(block).results().toList();
    if (names.isEmpty()) {
      files.put("campaigns/sale.drl", sale(block));
    }
    var charset = StandardCharsets.UTF_8;
    for (int i = 0; i < names.size(); i++) {
      int end = i + 1 < names.size() ? names.get(i + 1).start() : block.length();
      var content = block.substring(names.get(i).end(), end);
      var name = names.get(i).group(1);
      boolean bare = name.endsWith(".drl") && content.startsWith("rule ");
      files.put(name, bare ? Folders.HEAD + content : content);
      charset = names.get(i).group(2) == null ? charset : Charset.forName(names.get(i).group(2));
    }
    return charset;
  }

  private static List<String> rules(String name, String content) {
    if (!name.startsWith("segments/") && !name.startsWith("campaigns/")) {
      return List.of();
    }
    return name.endsWith(".csv")
        ? content.lines().skip(1).map(line -> line.split(",", 2)[0]).toList()
        : RULE.matcher(content).results().map(rule -> rule.group(1)).distinct().toList();
  }

  private static String sale(String conditions) {
    return rule("Sale", "@campaign(\"sale\")", conditions, "Offer(\"sale\")");
  }

  private static String rule(String name, String note, String conditions, String fact) {
    return Folders.HEAD
        + "rule \"%s\" %s @owner(\"crm\")\nwhen\n    %s\nthen\n    insert(new %s);\nend\n"
            .formatted(name, note, conditions, fact);
  }
}
