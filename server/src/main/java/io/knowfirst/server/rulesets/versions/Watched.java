package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what an author saves in the watched folder. */
public final class Watched {
  private static final Logger LOG = LoggerFactory.getLogger(Watched.class);
  private static final String AUTHOR = "watch";
  private static final int NAMED = 5;

  private final Rulesets rulesets;
  private SortedMap<String, String> before;

  /**
   * @param now what the folder holds at first
   */
  public Watched(Rulesets rulesets, SortedMap<String, String> now) {
    this.rulesets = rulesets;
    this.before = now;
  }

  /** Publishes the files unless they are those of before, or decide already. */
  public void changed(SortedMap<String, String> files) {
    var message = message(files);
    before = files;
    if (message.isEmpty()) {
      return;
    }
    if (rulesets.decides(RuleFolder.hash(files))) {
      rulesets.settled();
      LOG.info("The watched folder matches the live rules.");
      return;
    }
    rulesets
        .publish(files, AUTHOR, message)
        .onSuccess(
            done -> {
              if (!done.version().live()) {
                LOG.info("{} is pending approval.", Rulesets.shown(done.version().hash()));
              }
            })
        .onFailure(
            failure -> {
              if (!(failure instanceof RulesetRefused)) { // those are told where they are refused
                LOG.warn("The watched folder is not published: {}", failure.getMessage());
              }
            });
  }

  /** A file that is no text. */
  public void unreadable(RuleFolderException why) {
    rulesets.changeOver().unreadable(AUTHOR, why);
  }

  private String message(SortedMap<String, String> files) {
    var changes = new ArrayList<String>();
    var paths = new TreeSet<>(before.keySet());
    paths.addAll(files.keySet());
    for (var path : paths) {
      var old = before.get(path);
      var now = files.get(path);
      if (old == null) {
        changes.add(path + " added");
      } else if (now == null) {
        changes.add(path + " removed");
      } else if (!now.equals(old)) {
        changes.add(path + " changed");
      }
    }
    List<String> named = changes.subList(0, Math.min(NAMED, changes.size()));
    int rest = changes.size() - named.size();
    return String.join(", ", named) + (rest > 0 ? " and " + rest + " more" : "");
  }
}
