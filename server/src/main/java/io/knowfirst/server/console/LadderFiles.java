package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.folder.YamlEdit;
import io.knowfirst.server.console.Workbench.Bench;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what a form says of placements into the files of a draft: new ones, defaults, orders. */
final class LadderFiles {
  private static final String FILE = "placements.yaml";
  private static final int HIGHEST = 100;

  /** The order in which campaigns have their turn. */
  static final Comparator<Campaign> LADDER =
      Comparator.comparingInt(Campaign::priority).reversed().thenComparing(Campaign::id);

  private LadderFiles() {}

  static SortedMap<String, String> added(ConsoleRequest request, Bench bench) {
    var id = request.field("id");
    if (!Ids.isSound(id)) {
      throw new IllegalArgumentException(Ids.advice("id", id));
    }
    if (bench.policy().folder().placements().containsKey(id)) {
      throw new IllegalArgumentException(
          "There is a placement \"%s\" already. Maybe change that one.".formatted(id));
    }
    var entry = new LinkedHashMap<String, String>();
    entry.put("id", YamlEdit.text(id));
    var channel = request.field("channel");
    entry.put("channel", YamlEdit.text(channel.isEmpty() ? "web" : channel));
    if (!request.field("content").isEmpty()) {
      entry.put("content", YamlEdit.text(request.field("content")));
    }
    return new TreeMap<>(Map.of(FILE, YamlEdit.add(text(bench), entry)));
  }

  static SortedMap<String, String> standard(ConsoleRequest request, Bench bench) {
    var content = request.field("content");
    var change = new LinkedHashMap<String, @Nullable String>();
    change.put("content", content.isEmpty() ? null : YamlEdit.text(content));
    return new TreeMap<>(
        Map.of(FILE, YamlEdit.set(text(bench), request.field("placement"), change)));
  }

  private static String text(Bench bench) {
    return bench.policy().files().getOrDefault(FILE, "");
  }

  /**
   * The files with other priorities: those in the form, or after one rung was moved.
   *
   * @param action {@code order}, or {@code up-} or {@code down-} and a campaign
   */
  static SortedMap<String, String> reordered(String action, ConsoleRequest request, Bench bench) {
    var policy = bench.policy();
    var ladder =
        policy.folder().campaigns().values().stream()
            .filter(one -> one.placements().contains(request.field("placement")))
            .sorted(LADDER)
            .toList();
    var wanted = new LinkedHashMap<String, Integer>();
    if (action.startsWith("up-") || action.startsWith("down-")) {
      moved(ladder, action, wanted);
    } else {
      for (var campaign : ladder) {
        var priority = request.field("priority." + campaign.id());
        if (!priority.isEmpty()) {
          if (!priority.matches("[0-9]{1,3}") || Integer.parseInt(priority) > HIGHEST) {
            throw new IllegalArgumentException(
                "The priority of %s is \"%s\", expected a whole number from 0 to 100. Maybe 50 was meant."
                    .formatted(campaign.id(), Ids.shown(priority)));
          }
          wanted.put(campaign.id(), Integer.valueOf(priority));
        }
      }
    }
    var files = new TreeMap<String, String>();
    for (var campaign : ladder) {
      var priority = wanted.getOrDefault(campaign.id(), campaign.priority());
      if (priority != campaign.priority()) {
        var file = policy.file(FolderPart.CAMPAIGN, campaign.id());
        var text = files.getOrDefault(file, policy.files().getOrDefault(file, ""));
        files.put(file, YamlEdit.set(text, campaign.id(), Map.of("priority", "" + priority)));
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("No priority is another one. Maybe change one first.");
    }
    return files;
  }

  /** Two neighbours change places; of two with the same priority one goes past the other. */
  private static void moved(List<Campaign> ladder, String action, Map<String, Integer> wanted) {
    boolean up = action.startsWith("up-");
    var id = action.substring(action.indexOf('-') + 1);
    for (int i = 0; i < ladder.size(); i++) {
      int other = up ? i - 1 : i + 1;
      if (ladder.get(i).id().equals(id) && other >= 0 && other < ladder.size()) {
        var moving = ladder.get(i);
        var passed = ladder.get(other);
        if (moving.priority() != passed.priority()) {
          wanted.put(moving.id(), passed.priority());
          wanted.put(passed.id(), moving.priority());
        } else if (up && moving.priority() < HIGHEST) {
          wanted.put(moving.id(), moving.priority() + 1);
        } else if (up) {
          wanted.put(passed.id(), passed.priority() - 1);
        } else if (moving.priority() > 0) {
          wanted.put(moving.id(), moving.priority() - 1);
        } else {
          wanted.put(passed.id(), passed.priority() + 1);
        }
      }
    }
  }
}
