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
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The regular files of a folder, and those that links within it lead to without leaving it, as
 * mounted volumes of Kubernetes have them. Names that begin with a dot and the files that editors
 * leave behind are skipped, and nothing stops it. KF205: a file that is not read. KF010: one that
 * cannot be.
 *
 * @param files by path within the folder, with slashes
 * @param directories the folder itself first
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
      Files.walkFileTree(root, walk.new FileCollector(root, root, ""));
    } catch (IOException e) {
      walk.findings.add(
          Finding.error(
              folder.toString(), "KF010", "The folder cannot be read: " + e.getMessage()));
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

  /** What to say of a file by its name alone; empty for one that is read, or is hidden. */
  static Optional<Finding> unread(String name) {
    if (isHidden(name) || FolderFiles.takes(name)) {
      return Optional.empty();
    }
    int dot = name.lastIndexOf('.');
    var ending = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    return Optional.of(
        unread(
            name,
            "is not read, expected a name that ends in .yaml, .drl, .dslr, .dsl or .csv. "
                + INSTEAD.getOrDefault(ending, "Maybe it does not belong into this folder.")));
  }

  /** The name on one line, as a log has one for each warning. */
  private static Finding unread(String name, String why) {
    var shown = name.replaceAll("\\p{Cntrl}", "?");
    return Finding.warning(shown, "KF205", "The file " + why);
  }

  private final class FileCollector implements FileVisitor<Path> {
    private final Path root;
    private final Path top;
    private final String prefix;

    /**
     * @param root of the folder, which nothing may leave
     * @param top of what is walked through
     * @param prefix of the names of what lies in it; empty but for what a link leads to
     */
    FileCollector(Path root, Path top, String prefix) {
      this.root = root;
      this.top = top;
      this.prefix = prefix;
    }

    private String name(Path path) {
      return prefix + top.relativize(path).toString().replace('\\', '/');
    }

    private void add(String name, Path file, BasicFileAttributes attributes) throws IOException {
      if (isHidden(name)) {
        return;
      }
      if (attributes.isSymbolicLink()) {
        follow(name, file);
      } else if (!attributes.isRegularFile()) {
        findings.add(unread(name, "is no regular file."));
      } else {
        unread(name).ifPresentOrElse(findings::add, () -> files.put(name, file));
      }
    }

    /** Only to what lies within the folder, and into directories once: links may form circles. */
    private void follow(String name, Path link) throws IOException {
      Path target;
      try {
        target = link.toRealPath();
      } catch (IOException nowhere) {
        findings.add(unread(name, "is a symbolic link that leads nowhere. Maybe remove it."));
        return;
      }
      if (!target.startsWith(root)) {
        findings.add(
            unread(
                name,
                "is a symbolic link that leads out of the folder, which is not followed. Maybe copy what it leads to."));
      } else if (!Files.isDirectory(target)) {
        add(name, target, Files.readAttributes(target, BasicFileAttributes.class));
      } else if (!prefix.isEmpty() || link.startsWith(target)) {
        findings.add(
            unread(
                name,
                "is a symbolic link to a directory that leads back, or stands behind another, which is not followed. Maybe copy what it leads to."));
      } else {
        Files.walkFileTree(target, new FileCollector(root, target, name + "/"));
      }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (!directory.equals(top) && isHidden(name(directory))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      directories.add(directory);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      add(name(file), file, attributes);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) {
      if (!isHidden(name(file))) {
        findings.add(
            Finding.error(name(file), "KF010", "Cannot be read: " + problem.getMessage() + "."));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }
}
