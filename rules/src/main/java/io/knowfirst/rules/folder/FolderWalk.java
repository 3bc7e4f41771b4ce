package io.knowfirst.rules.folder;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a folder. Symbolic links are not followed, names that begin with a dot and
 * the files that editors leave behind are skipped, and nothing stops it. KF205: a file that is not
 * read. KF010: one that cannot be.
 *
 * @param files by path within the folder, with slashes
 * @param directories the folder itself among them
 * @param findings what is left out, and why
 */
public record FolderWalk(
    SortedMap<String, Path> files, List<Path> directories, List<Finding> findings) {
  private static final List<String> LEFT_BEHIND =
      List.of("~", ".swp", ".swo", ".tmp", ".part", ".md");
  private static final List<String> NOT_OF_AUTHORS =
      List.of("Thumbs.db", "desktop.ini", "__MACOSX", "LICENSE", "README", "Makefile");
  private static final Map<String, String> INSTEAD =
      Map.of(
          ".xlsx", "Maybe save the table as CSV in UTF-8, ending in .csv.",
          ".xls", "Maybe save the table as CSV in UTF-8, ending in .csv.",
          ".ods", "Maybe save the table as CSV in UTF-8, ending in .csv.",
          ".json", "Maybe end its name in .yaml: JSON is YAML.");

  /** Looks through a folder; empty where there is none. */
  public static FolderWalk of(Path folder) {
    var walk = new FolderWalk(new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
    try {
      var root = folder.toRealPath();
      Files.walkFileTree(root, walk.new Visitor(root));
    } catch (IOException e) {
      walk.findings.add(
          Finding.error(
              folder.toString(), 1, 1, "KF010", "The folder cannot be read: " + e.getMessage()));
    }
    return walk;
  }

  /** Whether a file of this path is left out without a word, wherever it comes from. */
  static boolean isHidden(String path) {
    return Arrays.stream(path.split("/", -1))
        .anyMatch(
            name ->
                (name.startsWith(".") && name.length() > 1)
                    || (name.startsWith("#") && name.endsWith("#"))
                    || LEFT_BEHIND.stream().anyMatch(name::endsWith)
                    || NOT_OF_AUTHORS.contains(name));
  }

  private void add(String name, Path file, BasicFileAttributes attributes) {
    if (isHidden(name)) {
      return;
    }
    if (attributes.isSymbolicLink()) {
      unread(name, "is a symbolic link, which is not followed. Maybe copy the file it leads to.");
    } else if (!attributes.isRegularFile()) {
      unread(name, "is no regular file.");
    } else if (FolderFiles.takes(name)) {
      files.put(name, file);
    } else {
      int dot = name.lastIndexOf('.');
      var ending = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
      unread(
          name,
          "is not read, expected a name that ends in .yaml, .drl, .dslr, .dsl or .csv. "
              + INSTEAD.getOrDefault(ending, "Maybe it does not belong into this folder."));
    }
  }

  private void unread(String name, String why) {
    findings.add(Finding.warning(name, 1, 1, "KF205", "The file " + why));
  }

  private final class Visitor implements FileVisitor<Path> {
    private final Path root;

    Visitor(Path root) {
      this.root = root;
    }

    private String name(Path path) {
      return root.relativize(path).toString().replace('\\', '/');
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (!directory.equals(root) && isHidden(name(directory))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      directories.add(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      add(name(file), file, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      if (!isHidden(name(file))) {
        findings.add(
            Finding.error(
                name(file), 1, 1, "KF010", "Cannot be read: " + problem.getMessage() + "."));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }
}
