package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;

/**
 * Reads CSV line by line, so that a broken line is known by its number and spoils no other. A
 * quoted value therefore cannot go over several lines.
 */
final class Csv {
  private static final ObjectReader READER = new CsvMapper().readerFor(String[].class);

  private Csv() {}

  /**
   * The values of one line.
   *
   * @throws BadLine when it is not CSV or has another number of values
   */
  static String[] values(String line, int expected) throws BadLine {
    if (line.isEmpty()) {
      throw new BadLine("an empty line");
    }
    String[] values;
    try {
      values = READER.readValue(line);
    } catch (JsonProcessingException e) {
      throw new BadLine("not CSV: " + e.getOriginalMessage());
    }
    if (values == null || values.length != expected) {
      int found = values == null ? 0 : values.length;
      throw new BadLine(
          found
              + " values, expected "
              + expected
              + (found < expected ? ". Maybe the line was cut?" : ". Maybe a comma lacks quotes?"));
    }
    return values;
  }
}
