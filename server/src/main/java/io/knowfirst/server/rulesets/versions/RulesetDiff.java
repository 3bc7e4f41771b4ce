package io.knowfirst.server.rulesets.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What tells two versions apart.
 *
 * @param files by path; those that are the same are left out
 * @param rules by file and name; those that are the same are left out
 */
public record RulesetDiff(List<FileChange> files, List<RuleChange> rules) {
  /** What became of a file or a rule. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED;

    /** As it stands in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param diff the lines, as {@code diff -u} writes them
   */
  public record FileChange(String path, Kind kind, String diff) {}

  /** A rule, in the rule language, in sentences or as the line of a table. */
  public record RuleChange(String path, String rule, Kind kind) {}

  public RulesetDiff {
    files = List.copyOf(files);
    rules = List.copyOf(rules);
  }

  /** Compares the files of two versions. */
  public static RulesetDiff of(SortedMap<String, String> from, SortedMap<String, String> to) {
    var files = new ArrayList<FileChange>();
    var rules = new ArrayList<RuleChange>();
    var paths = new TreeSet<>(from.keySet());
    paths.addAll(to.keySet());
    for (var path : paths) {
      var old = from.get(path);
      var now = to.get(path);
      var kind = kind(old, now);
      if (kind != null) {
        files.add(new FileChange(path, kind, LineDiff.of(path, old, now)));
        rules(path, RuleTexts.of(path, old), RuleTexts.of(path, now), rules);
      }
    }
    return new RulesetDiff(files, rules);
  }

  private static void rules(
      String path,
      SortedMap<String, String> from,
      SortedMap<String, String> to,
      List<RuleChange> found) {
    var names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    for (var name : names) {
      var kind = kind(from.get(name), to.get(name));
      if (kind != null) {
        found.add(new RuleChange(path, name, kind));
      }
    }
  }

  private static @Nullable Kind kind(@Nullable String old, @Nullable String now) {
    if (old == null) {
      return Kind.ADDED;
    }
    if (now == null) {
      return Kind.REMOVED;
    }
    return old.equals(now) ? null : Kind.CHANGED;
  }
}
