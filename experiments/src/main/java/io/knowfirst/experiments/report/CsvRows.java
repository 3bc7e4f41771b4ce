package io.knowfirst.experiments.report;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;

/** The rows of a CSV file, one by one, with the place of each in error messages. */
final class CsvRows implements AutoCloseable {

  private static final ObjectReader READER =
      new CsvMapper()
          .readerFor(String[].class)
          .with(CsvParser.Feature.WRAP_AS_ARRAY)
          .with(CsvParser.Feature.SKIP_EMPTY_LINES);

  private final MappingIterator<String[]> lines;
  private final List<String> header;
  private String[] row = {};
  private long line = 1;

  private CsvRows(MappingIterator<String[]> lines) throws BadCsvException {
    this.lines = lines;
    if (!next()) {
      throw new BadCsvException(
          1, null, "the file is empty, expected a header. Maybe the export failed.");
    }
    this.header = List.of(row);
  }

  static CsvRows open(Path file) throws IOException, BadCsvException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "there is no such file. Maybe the path is misspelt.");
    }
    var input = Files.newInputStream(file);
    try {
      return new CsvRows(READER.readValues(input));
    } catch (IOException | BadCsvException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Goes to the next row; false at the end of the file. */
  boolean next() throws BadCsvException {
    try {
      if (!lines.hasNextValue()) {
        return false;
      }
      row = lines.nextValue();
      line = lines.getParser().currentTokenLocation().getLineNr();
      return true;
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new BadCsvException(
          line + 1, null, "not readable as CSV. Maybe a quotation mark is not closed.");
    }
  }

  /** Index of a column of the header. */
  int column(String name) throws BadCsvException {
    int index = header.indexOf(name);
    if (index < 0) {
      String advice =
          header.size() == 1 ? "the file is not separated by commas" : "the name is misspelt";
      throw new BadCsvException(
          1,
          name,
          "there is no such column, expected one of %s. Maybe %s.".formatted(header, advice));
    }
    return index;
  }

  String text(int column) throws BadCsvException {
    if (row.length != header.size()) {
      throw new BadCsvException(
          line,
          header.get(Math.min(row.length, header.size() - 1)),
          "the line has %d values, expected %d. Maybe a comma is missing or not quoted."
              .formatted(row.length, header.size()));
    }
    return row[column].strip();
  }

  double number(int column) throws BadCsvException {
    String text = text(column);
    try {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as for infinite numbers.
    }
    throw problem(
        column,
        "the value is \"%s\", expected a number such as 12.5. Maybe it has a unit or a decimal comma, or is empty where 0 is meant."
            .formatted(text));
  }

  LocalDate date(int column) throws BadCsvException {
    String text = text(column);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw problem(
          column,
          "the value is \"%s\", expected a day such as 2026-03-31. Maybe it has a time of day."
              .formatted(text));
    }
  }

  BadCsvException problem(int column, String problem) {
    return new BadCsvException(line, header.get(column), problem);
  }

  /** A problem of the file as a whole, told at its last line. */
  BadCsvException problem(String problem) {
    return new BadCsvException(line, null, problem);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
