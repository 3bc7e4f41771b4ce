package io.knowfirst.rules.folder;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of a folder by name, wherever it lies. */
final class FolderFiles {
  private static final List<String> ENDINGS =
      List.of(".yaml", ".yml", ".drl", ".dslr", ".dsl", ".csv");
  private static final int LARGEST = 4 << 20;
  private static final int LARGEST_OF_ALL = 64 << 20;
  private static final int MOST = 20_000;

  private FolderFiles() {}

  /**
   * @throws RuleFolderException when there is no such folder, or a file is too large or no UTF-8
   */
  static SortedMap<String, String> of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RuleFolderException(
          List.of(
              Finding.error(
                  folder.toString(),
                  "KF010",
                  "There is no such folder. Maybe its path is relative to another one.")));
    }
    return of(FolderWalk.of(folder));
  }

  static SortedMap<String, String> of(FolderWalk walk) {
    var findings = new ArrayList<>(walk.findings());
    findings.removeIf(finding -> !finding.isError());
    var files = new TreeMap<String, String>();
    long total = 0;
    for (var file : walk.files().entrySet()) {
      var text = text(walk.directories().get(0), file.getKey(), file.getValue(), findings);
      total += text.length();
      files.put(file.getKey(), text);
      if (total > LARGEST_OF_ALL || files.size() > MOST) {
        findings.add(
            Finding.error(
                file.getKey(),
                "KF010",
                "The folder holds more than %d MiB or %d files. Maybe it is another folder."
                    .formatted(LARGEST_OF_ALL >> 20, MOST)));
        break;
      }
    }
    if (!findings.isEmpty()) {
      throw new RuleFolderException(findings);
    }
    return files;
  }

  /** Whether a rule author's file may have this name; what is misspelt is taken, and told later. */
  static boolean takes(String name) {
    var small = name.toLowerCase(Locale.ROOT);
    return !FolderWalk.isHidden(name) && ENDINGS.stream().anyMatch(small::endsWith);
  }

  /** The example shop, in a directory or in the jar that this class comes from. */
  static SortedMap<String, String> example() {
    var marker = FolderFiles.class.getResource("/shop/shop.yaml");
    if (marker == null) {
      throw new IllegalStateException("The example shop is not packed with the rules.");
    }
    try {
      var uri = marker.toURI();
      if (!"jar".equals(uri.getScheme())) {
        return of(Path.of(uri).resolveSibling("."));
      }
      var jar = URI.create(uri.toString().substring(0, uri.toString().indexOf("!/")));
      try (var system =
          FileSystems.newFileSystem(Path.of(URI.create(jar.getSchemeSpecificPart())))) {
        return of(system.getPath("/shop"));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("Cannot open the example shop at " + marker, e);
    }
  }

  /** sha256 over names and contents, in hexadecimal. */
  static String hash(Map<String, String> files) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      new TreeMap<>(files)
          .forEach(
              (name, text) -> {
                update(digest, name);
                update(digest, text);
              });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static String text(Path root, String name, Path file, List<Finding> findings) {
    var problem = "";
    byte[] bytes = {};
    try {
      bytes = bytes(root, file);
      if (bytes.length <= LARGEST) {
        return StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(bytes))
            .toString()
            .replace("\r\n", "\n");
      }
      problem = "The file is larger than %d MiB. Maybe divide it.".formatted(LARGEST >> 20);
    } catch (CharacterCodingException e) {
      findings.add(notUtf8(name, bytes));
      return "";
    } catch (IOException e) {
      problem =
          "The file cannot be read%s. Maybe its rights are missing."
              .formatted(e instanceof FileSystemException why ? reason(why) : "");
    }
    findings.add(Finding.error(name, "KF010", problem));
    return "";
  }

  /** Of a file below a directory, at most one more than may be read. */
  private static byte[] bytes(Path root, Path file) throws IOException {
    try (var top = Files.newDirectoryStream(root)) {
      if (top instanceof SecureDirectoryStream<Path> directory) {
        return bytes(directory, root.relativize(file));
      }
    }
    try (var in = Files.newInputStream(file)) { // in a jar, or where links are not for everybody
      return in.readNBytes(LARGEST + 1);
    }
  }

  /** Follows no link at any step: a directory may be replaced by one since it was looked at. */
  private static byte[] bytes(SecureDirectoryStream<Path> directory, Path way) throws IOException {
    var first = way.getName(0);
    if (way.getNameCount() > 1) {
      try (var next = directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
        return bytes(next, way.subpath(1, way.getNameCount()));
      }
    }
    var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try (var in = Channels.newInputStream(directory.newByteChannel(first, options))) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  private static String reason(FileSystemException why) {
    return why.getReason() == null ? "" : ": " + why.getReason();
  }

  /** Names the line, and what the file seems to be. */
  private static Finding notUtf8(String name, byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    int at = Math.max(0, text.indexOf('\ufffd'));
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    boolean wide = bytes.length > 1 && (bytes[0] & 0xfe) == 0xfe && (bytes[1] & 0xfe) == 0xfe;
    return Finding.error(
        name,
        line,
        1,
        "KF010",
        "The file is not UTF-8, but seems to be %s. Maybe save it as %s."
            .formatted(
                wide ? "UTF-16" : "Windows-1252 (ANSI)",
                name.endsWith(".csv") ? "\"CSV UTF-8\"" : "UTF-8"));
  }
}
