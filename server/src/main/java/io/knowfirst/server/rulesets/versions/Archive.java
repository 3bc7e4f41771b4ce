package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a version as one zip. What is taken in from outside is bounded in every respect, and
 * nothing is ever written to a file system.
 */
public final class Archive {
  /** Of one file, in bytes. */
  public static final int LARGEST_FILE = 4 << 20;

  /** Of all files together, in bytes. */
  public static final int LARGEST = 64 << 20;

  /** Of files. */
  public static final int MOST = 20_000;

  private static final int LONGEST_PATH = 300;
  private static final int BLOCK = 8192;

  private Archive() {}

  /** The files as a zip, the same for the same files. */
  public static byte[] pack(SortedMap<String, String> files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (var file : files.entrySet()) {
        var entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The files of a zip that a rule base is made from, by path; of a zip that holds one folder with
   * everything in it, the paths within that folder.
   *
   * @throws BadArchiveException where it is no zip, is too large or leads out of the folder
   */
  public static SortedMap<String, String> unpack(byte[] zipped) {
    return unpack(zipped, new ArrayList<>());
  }

  /**
   * The same.
   *
   * @param unread takes a warning for each file that is left out
   */
  public static SortedMap<String, String> unpack(byte[] zipped, List<Finding> unread) {
    // Of other bytes the stream says that they have no entries, which would be an empty folder.
    if (zipped.length < 2 || zipped[0] != 'P' || zipped[1] != 'K') {
      throw new BadArchiveException("the zip is no zip");
    }
    var files = new TreeMap<String, String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(zipped), StandardCharsets.UTF_8)) {
      long total = 0;
      int entries = 0;
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries++;
        require(entries <= MOST, "the zip", "more than " + MOST + " files", "fewer");
        var bytes = read(zip, entry.getName(), LARGEST - total);
        total += bytes.length;
        if (!entry.isDirectory()) {
          put(files, entry.getName(), text(entry.getName(), bytes)).ifPresent(unread::add);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new BadArchiveException("the zip cannot be read: " + e.getMessage());
    }
    return withoutRoot(files, unread);
  }

  /**
   * Adds a file, when a rule base can be made from it.
   *
   * @return a warning where it is left out
   * @throws BadArchiveException where the path leads out of the folder or was there already
   */
  public static Optional<Finding> put(Map<String, String> files, String path, String text) {
    checkPath(path);
    require(
        text.length() <= LARGEST_FILE,
        path,
        text.length() + " characters",
        "at most " + LARGEST_FILE);
    if (RuleFolder.takes(path)) {
      require(
          files.put(path, text.replace("\r\n", "\n")) == null,
          path,
          "there twice",
          "each path once");
    }
    return RuleFolder.unread(path);
  }

  /** Refuses a path that leads out of the folder. */
  public static void checkPath(String path) {
    boolean clean =
        !path.isEmpty()
            && path.length() <= LONGEST_PATH
            && path.chars().noneMatch(c -> c < ' ' || c == '\\' || c == 0x7f)
            && !path.startsWith("/");
    for (var step : path.split("/", -1)) {
      clean &= !step.equals("..") && !step.equals(".") && !step.isEmpty();
    }
    require(
        clean,
        "the path",
        shown(path),
        "a path within the folder like campaigns/home.drl, at most "
            + LONGEST_PATH
            + " characters");
  }

  private static byte[] read(ZipInputStream zip, String name, long left) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var block = new byte[BLOCK];
    for (int n = zip.read(block); n >= 0; n = zip.read(block)) {
      require(
          bytes.size() + n <= LARGEST_FILE,
          shown(name),
          "larger than " + LARGEST_FILE + " bytes",
          "at most that");
      require(
          bytes.size() + n <= left,
          "the zip",
          "larger than " + LARGEST + " bytes unpacked",
          "at most that");
      bytes.write(block, 0, n);
    }
    return bytes.toByteArray();
  }

  private static String text(String name, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      require(!RuleFolder.takes(name), shown(name), "no UTF-8", "text in UTF-8");
      return "";
    }
  }

  private static SortedMap<String, String> withoutRoot(
      SortedMap<String, String> files, List<Finding> unread) {
    if (files.isEmpty() || files.containsKey("shop.yaml")) {
      return files;
    }
    var root = files.firstKey().substring(0, files.firstKey().indexOf('/') + 1);
    if (root.isEmpty() || !files.keySet().stream().allMatch(path -> path.startsWith(root))) {
      return files;
    }
    var inner = new TreeMap<String, String>();
    files.forEach((path, text) -> inner.put(path.substring(root.length()), text));
    unread.replaceAll(
        found ->
            found.file().startsWith(root)
                ? Finding.warning(
                    found.file().substring(root.length()), 1, 1, found.code(), found.message())
                : found);
    return inner;
  }

  private static void require(boolean holds, String what, String value, String expected) {
    if (!holds) {
      throw new BadArchiveException("%s is %s, expected %s".formatted(what, value, expected));
    }
  }

  private static String shown(String text) {
    var plain = text.replaceAll("\\p{Cntrl}", "?");
    return '"' + (plain.length() > 60 ? plain.substring(0, 60) + '…' : plain) + '"';
  }
}
