package io.knowfirst.server.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file that a run is written to. Until it is whole it is called {@code FILE.part}, and {@code
 * FILE.run} beside it names the run: with both of them a run that was stopped goes on.
 */
final class AudienceFile {
  private static final String CURSOR = "\"cursor\":\"";

  private final Path file;
  private final Path part;
  private final Path run;
  private final boolean csv;

  AudienceFile(Path file, boolean csv) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.run = file.resolveSibling(file.getFileName() + ".run");
    this.csv = csv;
  }

  /**
   * Where a run stands that was stopped.
   *
   * @param cursor of the last visitor whose lines are whole; null where there is none
   */
  record Stopped(String run, @Nullable String cursor) {}

  /** Null where there is nothing to go on with. What follows the last whole visitor is cut off. */
  @Nullable Stopped stopped() throws IOException {
    if (!Files.exists(run) || !Files.exists(part)) {
      return null;
    }
    long whole = 0;
    String cursor = null;
    try (var in = new BufferedInputStream(Files.newInputStream(part))) {
      long read = 0;
      for (var line = line(in); line != null; line = line(in)) {
        read += line.length;
        var found = cursor(new String(line, StandardCharsets.UTF_8));
        if (found != null) {
          cursor = found;
          whole = read;
        }
      }
    }
    try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.truncate(whole);
    }
    return new Stopped(Files.readString(run).strip(), cursor);
  }

  /** The bytes of a line with its end; null at the end of the file, or where the end is missing. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        return line.toByteArray();
      }
    }
    return null;
  }

  private @Nullable String cursor(String line) {
    var text = line.strip();
    if (csv) {
      var last = text.substring(text.lastIndexOf(',') + 1);
      return last.isEmpty() || last.equals("cursor") ? null : last;
    }
    int at = text.lastIndexOf(CURSOR);
    return at < 0 || !text.endsWith("\"}")
        ? null
        : text.substring(at + CURSOR.length(), text.length() - 2);
  }

  /** Takes down which run it is. */
  void begin(String id) throws IOException {
    Files.writeString(run, id);
  }

  OutputStream open(boolean again) throws IOException {
    var out =
        again
            ? Files.newOutputStream(part, StandardOpenOption.APPEND)
            : Files.newOutputStream(part);
    return new BufferedOutputStream(out, 1 << 16);
  }

  void whole() throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(run);
  }
}
