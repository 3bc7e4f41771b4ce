package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.server.console.Workbench.Bench;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a version or a draft, folder by folder. */
record SourceTree(List<Folder> folders, int found) {
  /** Of one folder; more are found by searching. */
  private static final int MOST = 100;

  /**
   * @param name empty for the files at the root
   * @param all how many it has that are searched for, though fewer may be listed
   */
  record Folder(String name, List<Leaf> files, int all, boolean open) {
    int left() {
      return all - files.size();
    }
  }

  /**
   * @param change word for what the draft changes; empty for nothing
   * @param findings of the check
   */
  record Leaf(String path, String change, long findings) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * @param search part of the path; empty for all
   * @param file that is open, whose folder is unfolded
   */
  static SourceTree of(Bench bench, List<Finding> findings, String search, String file) {
    var counts =
        findings.stream().collect(Collectors.groupingBy(Finding::file, Collectors.counting()));
    var paths = new TreeSet<>(bench.policy().files().keySet());
    var opened = bench.opened();
    if (opened != null) {
      paths.addAll(opened.files().base().keySet());
    }
    var folders = new LinkedHashMap<String, List<String>>();
    folders.put("", new ArrayList<>());
    int found = 0;
    for (var path : paths) {
      if (ListPage.matches(search, Stream.of(path))) {
        folders.computeIfAbsent(folder(path), name -> new ArrayList<>()).add(path);
        found++;
      }
    }
    var shown =
        folders.entrySet().stream()
            .filter(folder -> !folder.getValue().isEmpty())
            .map(folder -> folder(bench, folder, counts, !search.isEmpty(), file))
            .toList();
    return new SourceTree(shown, found);
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static Folder folder(
      Bench bench,
      Map.Entry<String, List<String>> folder,
      Map<String, Long> counts,
      boolean searched,
      String file) {
    var files =
        folder.getValue().stream()
            .limit(MOST)
            .map(path -> new Leaf(path, change(bench, path), counts.getOrDefault(path, 0L)))
            .toList();
    boolean tells =
        files.stream().anyMatch(leaf -> !leaf.change().isEmpty() || leaf.findings() > 0);
    var name = folder.getKey();
    boolean open = searched || name.isEmpty() || name.equals(folder(file)) || tells;
    return new Folder(name, files, folder.getValue().size(), open);
  }

  private static String change(Bench bench, String path) {
    var opened = bench.opened();
    var change = opened == null ? null : opened.files().change(path);
    return change == null ? "" : change.word();
  }
}
