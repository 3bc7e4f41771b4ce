package io.knowfirst.experiments.report;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * How a file is written, as far as it shows: gzip, byte order mark, encoding, separator, and lines
 * above the header.
 *
 * @param skipped lines above the header: blank ones, comments, and Excel's {@code sep=}
 * @param comments how many of them begin with {@code #}
 */
record CsvFormat(
    Path file, boolean gzip, Charset charset, char separator, int skipped, int comments) {

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final Pattern SAID = Pattern.compile("(?i)\"?sep\\s*=\\s*(.)\"?[;,\\t]*");
  private static final int LONGEST_LINE = 1 << 20;
  private static final int MAGIC = 4;

  /**
   * Looks at the file once from end to end: only then is it known to be UTF-8.
   *
   * @throws BadCsvException if it is an archive, a workbook or binary
   */
  static CsvFormat of(Path file) throws IOException, BadCsvException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file. Maybe the path is misspelt.");
    }
    byte[] start;
    try (var input = Files.newInputStream(file)) {
      start = input.readNBytes(MAGIC);
    }
    if (begins(start, 'P', 'K', 3, 4) || begins(start, 0xD0, 0xCF, 0x11, 0xE0)) {
      throw new BadCsvException(
          1,
          null,
          "the file is a ZIP archive or an Excel workbook, expected CSV or CSV in gzip. Maybe save the sheet as CSV, or unzip it.");
    }
    boolean gzip = begins(start, 0x1F, 0x8B);
    try {
      return header(file, gzip, charset(file, gzip));
    } catch (EOFException | ZipException e) {
      throw new BadCsvException(
          1, null, "the gzip data end early or are damaged. Maybe the download was cut.");
    }
  }

  private static boolean begins(byte[] start, int... magic) {
    return start.length >= magic.length
        && IntStream.range(0, magic.length).allMatch(i -> (start[i] & 0xFF) == magic[i]);
  }

  private static Charset charset(Path file, boolean gzip) throws IOException, BadCsvException {
    try (var input = bytes(file, gzip)) {
      byte[] start = input.readNBytes(3);
      if (begins(start, 0xFF, 0xFE)) {
        return StandardCharsets.UTF_16LE;
      }
      if (begins(start, 0xFE, 0xFF)) {
        return StandardCharsets.UTF_16BE;
      }
    }
    try (var input = bytes(file, gzip);
        var reader = new InputStreamReader(input, StandardCharsets.UTF_8.newDecoder())) {
      char[] buffer = new char[1 << 16];
      for (int read = reader.read(buffer); read >= 0; read = reader.read(buffer)) {
        refuseZero(new String(buffer, 0, read));
      }
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      try (var input = bytes(file, gzip)) {
        refuseZero(new String(input.readNBytes(1 << 16), StandardCharsets.ISO_8859_1));
      }
      return WINDOWS;
    }
  }

  private static void refuseZero(String text) throws BadCsvException {
    if (text.indexOf(0) >= 0) {
      throw new BadCsvException(
          1,
          null,
          "the file holds bytes of value 0, expected text. Maybe it is UTF-16 without a byte order mark: save it as UTF-8.");
    }
  }

  private static InputStream bytes(Path file, boolean gzip) throws IOException {
    var input = Files.newInputStream(file);
    try {
      return gzip ? new GZIPInputStream(input, 1 << 16) : input;
    } catch (IOException e) {
      input.close();
      throw e;
    }
  }

  private static CsvFormat header(Path file, boolean gzip, Charset charset) throws IOException {
    var lines = new ArrayList<String>();
    int comments = 0;
    char separator = 0;
    try (var reader = text(file, gzip, charset)) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var said = SAID.matcher(line);
        if (said.matches()) {
          separator = said.group(1).charAt(0);
        } else if (line.startsWith("#")) {
          comments++;
        } else if (!line.isBlank()) {
          char found = separator == 0 ? separator(line) : separator;
          return new CsvFormat(file, gzip, charset, found, lines.size(), comments);
        }
        lines.add(line);
      }
    }
    return new CsvFormat(file, gzip, charset, ',', lines.size(), comments);
  }

  /** The one that occurs most outside of quotation marks; a comma where none does. */
  private static char separator(String header) {
    String bare = header.replaceAll("\"[^\"]*\"", "");
    char best = ',';
    long most = 0;
    for (char candidate : SEPARATORS) {
      long count = bare.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }

  private static BufferedReader text(Path file, boolean gzip, Charset charset) throws IOException {
    var input = new PushbackInputStream(bytes(file, gzip), 3);
    byte[] start = input.readNBytes(3);
    int mark = begins(start, 0xEF, 0xBB, 0xBF) ? 3 : charset.name().startsWith("UTF-16") ? 2 : 0;
    input.unread(start, mark, start.length - mark);
    return new BufferedReader(new InputStreamReader(input, charset), LONGEST_LINE);
  }

  /** The text from the header on. */
  Reader open() throws IOException {
    var reader = text(file, gzip, charset);
    for (int i = 0; i < skipped; i++) {
      reader.readLine();
    }
    return reader;
  }

  /** The separator's name, for messages. */
  String separatorName() {
    return switch (separator) {
      case ',' -> "comma";
      case ';' -> "semicolon";
      case '\t' -> "tab";
      default -> "\"" + separator + "\"";
    };
  }

  /** What is not as programs write it by default, for the report's footer. */
  List<ExperimentData.Provenance> facts() {
    var facts = new ArrayList<ExperimentData.Provenance>();
    if (!charset.equals(StandardCharsets.UTF_8)) {
      facts.add(new ExperimentData.Provenance("encoding", charset.name()));
    }
    if (separator != ',') {
      facts.add(
          new ExperimentData.Provenance(
              "separator", separator == '\t' ? "tab" : Character.toString(separator)));
    }
    if (comments > 0) {
      facts.add(new ExperimentData.Provenance("comments", Integer.toString(comments)));
    }
    return facts;
  }
}
