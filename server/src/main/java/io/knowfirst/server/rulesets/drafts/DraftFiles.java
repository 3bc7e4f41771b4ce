package io.knowfirst.server.rulesets.drafts;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.rulesets.drafts.DraftRefused.Why;
import io.knowfirst.server.rulesets.versions.Archive;
import io.knowfirst.server.rulesets.versions.BadArchiveException;
import io.knowfirst.server.rulesets.versions.RulesetDiff.Kind;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a draft: those of its base version, and what is changed of them.
 *
 * @param base texts by path
 * @param now texts by path
 */
public record DraftFiles(SortedMap<String, String> base, SortedMap<String, String> now) {
  public DraftFiles {
    base = Collections.unmodifiableSortedMap(base);
    now = Collections.unmodifiableSortedMap(now);
  }

  /**
   * @param changes new texts by path; null where a file is removed
   */
  static DraftFiles of(
      SortedMap<String, String> base, SortedMap<String, @Nullable String> changes) {
    var now = new TreeMap<>(base);
    changes.forEach(
        (path, text) -> {
          if (text == null) {
            now.remove(path);
          } else {
            now.put(path, text);
          }
        });
    return new DraftFiles(base, now);
  }

  /** What is changed: new texts by path, null where a file is removed. */
  SortedMap<String, @Nullable String> changes() {
    var changes = new TreeMap<String, @Nullable String>();
    base.keySet().stream()
        .filter(path -> !now.containsKey(path))
        .forEach(path -> changes.put(path, null));
    now.forEach(
        (path, text) -> {
          if (!text.equals(base.get(path))) {
            changes.put(path, text);
          }
        });
    return changes;
  }

  /** What became of a file; null where it is as in the base version. */
  public @Nullable Kind change(String path) {
    var old = base.get(path);
    var text = now.get(path);
    if (Objects.equals(old, text)) {
      return null;
    }
    return old == null ? Kind.ADDED : text == null ? Kind.REMOVED : Kind.CHANGED;
  }

  /** Names the version that these files are. */
  public String hash() {
    return RuleFolder.hash(new TreeMap<>(now));
  }

  /**
   * @throws DraftRefused where there is no such file
   */
  public String text(String path) {
    var text = now.get(path);
    if (text == null) {
      throw new DraftRefused(
          Why.UNKNOWN,
          "The draft has no file %s. Maybe it was renamed; reading the draft lists its files."
              .formatted(shown(path)));
    }
    return text;
  }

  /**
   * The same with this text at a path.
   *
   * @throws DraftRefused where no rule folder has such a file
   */
  DraftFiles put(String path, String text) {
    var one = new TreeMap<String, String>();
    try {
      var unread = Archive.put(one, path, text);
      if (one.isEmpty()) {
        throw new DraftRefused(
            Why.FILE,
            unread
                .map(Finding::message)
                .map(message -> "%s: %s".formatted(shown(path), message))
                .orElseGet(
                    () ->
                        "%s is not read as a file of rules, expected a name without a leading dot that ends in .yaml, .drl, .dslr, .dsl or .csv. Maybe keep it elsewhere."
                            .formatted(shown(path))));
      }
    } catch (BadArchiveException bad) {
      throw new DraftRefused(Why.FILE, "In the files " + bad.getMessage() + ".");
    }
    var all = new TreeMap<>(now);
    all.put(path, one.get(path));
    return new DraftFiles(base, all).apart(path).bounded();
  }

  /**
   * The same without a file.
   *
   * @throws DraftRefused where there is none
   */
  DraftFiles remove(String path) {
    text(path);
    var all = new TreeMap<>(now);
    all.remove(path);
    return new DraftFiles(base, all);
  }

  /**
   * The same with a file at another path.
   *
   * @throws DraftRefused where there is none, or one at the other path already
   */
  DraftFiles rename(String from, String to) {
    var text = text(from);
    if (now.containsKey(to)) {
      throw new DraftRefused(
          Why.STATE,
          "There is a file %s already, expected a free name. Maybe delete it first."
              .formatted(shown(to)));
    }
    return remove(from).put(to, text);
  }

  /** The same base with a whole folder in the place of all files. */
  DraftFiles replace(Map<String, String> folder) {
    var all = new DraftFiles(base, new TreeMap<>(folder));
    folder.keySet().forEach(all::apart);
    return all.bounded();
  }

  /** A file may not be a folder of another. */
  private DraftFiles apart(String path) {
    var within = now.subMap(path + "/", path + "0");
    var other = within.isEmpty() ? above(path) : within.firstKey();
    if (other != null) {
      throw new DraftRefused(
          Why.FILE,
          "%s and %s cannot both be files, as one would be a folder of the other."
              .formatted(shown(path), shown(other)));
    }
    return this;
  }

  private @Nullable String above(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (now.containsKey(path.substring(0, slash))) {
        return path.substring(0, slash);
      }
    }
    return null;
  }

  /** All together are bounded as a publication is. */
  private DraftFiles bounded() {
    long total = now.values().stream().mapToLong(String::length).sum();
    if (total > Archive.LARGEST || now.size() > Archive.MOST) {
      throw new DraftRefused(
          Why.FILE,
          "The draft has %d characters in %d files, expected at most %d in %d. Maybe delete what is not used."
              .formatted(total, now.size(), Archive.LARGEST, Archive.MOST));
    }
    return this;
  }

  static String shown(String path) {
    var plain = path.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > 60 ? plain.substring(0, 60) + '…' : plain) + '"';
  }
}
