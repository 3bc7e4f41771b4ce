package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Files of a folder that nothing reads. */
final class UnreadFiles {
  private static final List<String> RULES = List.of(".drl", ".dslr", ".csv");
  private static final List<String> FILES =
      List.of("shop.yaml", "placements.yaml", "campaigns.yaml", "metrics.yaml", "colours.yaml");
  private static final List<String> FOLDERS =
      List.of("campaigns", "contents", "experiments", "scenarios", "segments");
  private static final List<String> NAMES =
      List.of(
          String.join(", ", FILES),
          "contents/…, campaigns/…, experiments/… or scenarios/… ending in .yaml",
          "segments/… or campaigns/… ending in .drl, .dslr or .csv",
          "or a .dsl");
  private static final List<Pattern> READ =
      List.of(
          Pattern.compile("(?:shop|placements|campaigns|metrics|colours)\\.yaml"),
          Pattern.compile("(?:contents|campaigns|experiments|scenarios)/.*\\.yaml"),
          Pattern.compile(".*\\.dsl"));

  private UnreadFiles() {}

  /** A finding for each. */
  static List<Finding> of(Collection<String> files) {
    var findings = new ArrayList<Finding>();
    for (var name : files) {
      if (READ.stream().noneMatch(read -> read.matcher(name).matches()) && !isOfRules(name)) {
        findings.add(
            Finding.warning(
                name,
                "KF205",
                "The file is not read, expected %s. %s"
                    .formatted(String.join(", ", NAMES), advice(name))));
      }
    }
    return findings;
  }

  /** Whether a file of this name holds rules. */
  static boolean isOfRules(String name) {
    return RULES.stream().anyMatch(name::endsWith);
  }

  private static String advice(String name) {
    int slash = name.indexOf('/');
    int dot = name.lastIndexOf('.');
    var ending = name.substring(dot).toLowerCase(Locale.ROOT);
    var stem = name.substring(0, dot) + (ending.equals(".yml") ? ".yaml" : ending);
    if (slash < 0) {
      return Suggestion.nearest(stem, FILES)
          .map(near -> "Maybe \"" + near + "\".")
          .orElse("Maybe it belongs into one of the folders.");
    }
    var folder = stem.substring(0, slash);
    var near = Suggestion.nearest(folder, FOLDERS).orElse(folder);
    return "Maybe \"" + near + stem.substring(slash) + "\".";
  }
}
