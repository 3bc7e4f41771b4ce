package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a table with a head, as columns by name. A quoted value may go over several lines.
 * Names are in small letters with _ for whatever is no letter or digit.
 */
final class Records implements AutoCloseable {
  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.SKIP_EMPTY_LINES).build();

  private final Path file;
  private final BufferedReader reader;
  private final MappingIterator<Map<String, String>> rows;
  private long number;

  private Records(Path file, BufferedReader reader, MappingIterator<Map<String, String>> rows) {
    this.file = file;
    this.reader = reader;
    this.rows = rows;
  }

  /** Opens a table; its columns are separated by what its head has most of. */
  static Records open(Path file, Charset encoding) {
    try {
      var reader = Files.newBufferedReader(file, encoding);
      reader.mark(1);
      if (reader.read() != '\ufeff') {
        reader.reset();
      }
      reader.mark(64 * 1024);
      var head = reader.readLine();
      reader.reset();
      char separator = ',';
      for (char other : new char[] {';', '\t'}) {
        separator = count(head, other) > count(head, separator) ? other : separator;
      }
      var schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
      return new Records(
          file, reader, CSV.readerForMapOf(String.class).with(schema).readValues(reader));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The next record that says anything; null at the end. */
  @Nullable Map<String, String> next() {
    try {
      var columns = new HashMap<String, String>();
      while (columns.isEmpty()) {
        if (!rows.hasNextValue()) {
          return null;
        }
        number++;
        rows.nextValue()
            .forEach(
                (name, value) -> {
                  if (value != null && !value.isBlank()) {
                    columns.putIfAbsent(name(name), value.strip());
                  }
                });
      }
      return columns;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Of the record that was read last, from 1, without the head. */
  long number() {
    return number;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static long count(@Nullable String head, char c) {
    return head == null ? 0 : head.chars().filter(one -> one == c).count();
  }

  static String name(String column) {
    return column
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^g:", "")
        .replaceAll("[^a-z0-9]+", "_");
  }

  private static ImportException unreadable(Path file, IOException e) {
    return new ImportException("FILE is " + file + ", which cannot be read: " + e.getMessage(), e);
  }
}
