package io.knowfirst.rules.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The texts of a folder by name, wherever it lies. */
final class FolderFiles {
  private static final List<String> ENDINGS = List.of(".yaml", ".drl", ".dslr", ".dsl", ".csv");
  private static final long LARGEST = 4L << 20;

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
                  1,
                  1,
                  "KF010",
                  "There is no such folder. Maybe its path is relative to another one.")));
    }
    var files = new TreeMap<String, String>();
    try (var walk = Files.walk(folder)) {
      for (var file : walk.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        if (takes(name)) {
          files.put(name, text(name, file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the folder " + folder, e);
    }
    return files;
  }

  static boolean takes(String name) {
    return ENDINGS.stream().anyMatch(name::endsWith);
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

  private static String text(String name, Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new RuleFolderException(
          List.of(Finding.error(name, 1, 1, "KF010", "The file is larger than 4 MiB.")));
    }
    try {
      return Files.readString(file).replace("\r\n", "\n");
    } catch (CharacterCodingException e) {
      throw new RuleFolderException(List.of(notUtf8(name, Files.readAllBytes(file))));
    }
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
