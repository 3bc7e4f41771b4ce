package io.knowfirst.benchmarks.load;

import io.knowfirst.benchmarks.load.InTurn.Side;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What limits cost: compares the example shop with the same shop where caps over all campaigns,
 * hours of every campaign, a group and a budget are in force. Arguments: as {@link InTurn} has
 * them. As nothing is confirmed, ask for many visitors: what is taken of a visitor's caps is held
 * for five minutes.
 */
public final class LimitLoad {
  private LimitLoad() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    var inTurn = InTurn.of(args);
    var limited = limited(inTurn.data().resolve("limited")).toString();
    var plain = plain(inTurn.data().resolve("plain")).toString();
    inTurn.compare(
        new Side("limited", List.of("--rules", limited, "--no-watch")),
        new Side("plain", List.of("--rules", plain, "--no-watch")));
    System.exit(0);
  }

  private static Path plain(Path folder) throws IOException {
    return written(folder, new TreeMap<>(RuleFolder.exampleFiles()));
  }

  private static Path limited(Path folder) throws IOException {
    var files = new TreeMap<>(RuleFolder.exampleFiles());
    files.computeIfPresent(
        "shop.yaml",
        (name, text) ->
            text
                + "caps: [{times: 900, per: day}, {times: 950, per: week, channel: web}]\n"
                + "groups: {everyday: 30}\n");
    files.replaceAll(
        (name, text) ->
            name.startsWith("campaigns/") && name.endsWith(".yaml")
                ? text.replaceAll("(?m)^( *)(- )?(priority: .*)$", "$1$2$3\n$1hours: mon-sun")
                : text);
    files.computeIfPresent(
        "campaigns/trousers.yaml",
        (name, text) ->
            text.replaceFirst(
                "hours: mon-sun",
                "hours: mon-sun\n  group: everyday\n  budget: {exposures: 900000000}"));
    return written(folder, files);
  }

  private static Path written(Path folder, SortedMap<String, String> files) throws IOException {
    RuleFolder.of(files);
    for (var file : files.entrySet()) {
      var path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    return folder;
  }
}
