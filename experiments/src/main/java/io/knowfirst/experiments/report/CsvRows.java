package io.knowfirst.experiments.report;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of a CSV file, one by one, with the place of each in error messages. */
final class CsvRows implements AutoCloseable {

  private static final ObjectReader READER =
      new CsvMapper()
          .readerFor(String[].class)
          .with(CsvParser.Feature.WRAP_AS_ARRAY)
          .with(CsvParser.Feature.SKIP_EMPTY_LINES);

  /** A day, and maybe a time with an offset or zone. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})(?:[ Tt]+\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?\\s*"
              + "([+-]\\d{2}(?::?\\d{2})?|[A-Za-z_/]*)(?:\\[.*])?)?");

  private static final Set<String> YES = Set.of("true", "t", "yes", "y", "ja", "j", "wahr");
  private static final Set<String> NO = Set.of("false", "f", "no", "n", "nein", "falsch");

  private final CsvFormat format;
  private final MappingIterator<String[]> lines;
  private final List<String> header;
  private String[] row = {};
  private long line;

  private CsvRows(CsvFormat format, MappingIterator<String[]> lines) throws BadCsvException {
    this.format = format;
    this.lines = lines;
    this.line = format.skipped();
    if (!next()) {
      throw new BadCsvException(
          1, null, "the file is empty, expected a header. Maybe the export failed.");
    }
    this.header = Stream.of(row).map(String::strip).toList();
  }

  static CsvRows open(CsvFormat format) throws IOException, BadCsvException {
    var input = format.open();
    try {
      var schema = CsvSchema.emptySchema().withColumnSeparator(format.separator());
      return new CsvRows(format, READER.with(schema).readValues(input));
    } catch (IOException | BadCsvException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  /** Goes to the next row; false at the end of the file. */
  boolean next() throws BadCsvException {
    try {
      do {
        if (!lines.hasNextValue()) {
          return false;
        }
        row = lines.nextValue();
      } while (Stream.of(row).allMatch(String::isBlank)); // as spreadsheets leave at the end
      line = lines.getParser().currentTokenLocation().getLineNr() + (long) format.skipped();
      return true;
    } catch (EOFException | CharacterCodingException e) {
      throw new BadCsvException(
          line + 1, null, "the data end early or are damaged. Maybe the download was cut.");
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new BadCsvException(
          line + 1, null, "not readable as CSV. Maybe a quotation mark is not closed.");
    }
  }

  /** Line of the row in the file, from 1. */
  long line() {
    return line;
  }

  List<String> header() {
    return header;
  }

  /** Index of a column of the header. */
  int column(String name) throws BadCsvException {
    int index = header.indexOf(name.strip());
    if (index < 0) {
      String advice =
          header.size() == 1
              ? "the columns are not separated by commas, semicolons, tabs or |"
              : format.comments() > 0
                  ? "the header is in a line that begins with #: remove the #"
                  : header.stream().filter(title -> !title.isEmpty()).count() == 1
                      ? "a title stands above the header: delete that line"
                      : header.stream()
                          .filter(name.strip()::equalsIgnoreCase)
                          .findFirst()
                          .map("\"%s\""::formatted)
                          .orElse("the name is misspelt");
      throw new BadCsvException(
          format.skipped() + 1L,
          name,
          "there is no such column, expected one of %s. Maybe %s.".formatted(header, advice));
    }
    if (Collections.frequency(header, name.strip()) > 1) {
      throw new BadCsvException(
          format.skipped() + 1L,
          name,
          "%d columns have this name, expected one. Maybe rename the others."
              .formatted(Collections.frequency(header, name.strip())));
    }
    return index;
  }

  String text(int column) throws BadCsvException {
    if (row.length != header.size()) {
      throw new BadCsvException(
          line,
          header.get(Math.min(row.length, header.size() - 1)),
          "the line has %d values, expected %d. Maybe a %s is missing or not quoted."
              .formatted(row.length, header.size(), format.separatorName()));
    }
    return row[column].strip();
  }

  double number(int column, DecimalMark mark) throws BadCsvException {
    String text = text(column);
    var number = mark.read(text);
    if (number.isPresent()) {
      return number.getAsDouble();
    }
    String advice =
        YES.contains(text.toLowerCase(Locale.ROOT)) || NO.contains(text.toLowerCase(Locale.ROOT))
            ? "this metric is binary: %s:binary".formatted(header.get(column))
            : text.isEmpty()
                ? "0 is meant: fill it in before"
                : "it has a unit, or thousands and decimals written in two ways";
    throw problem(
        column,
        "the value is \"%s\", expected a number such as 12.5. Maybe %s.".formatted(text, advice));
  }

  /** 1 or 0, written as a number or as a word. */
  double flag(int column, DecimalMark mark) throws BadCsvException {
    String text = text(column).toLowerCase(Locale.ROOT);
    if (YES.contains(text)) {
      return 1;
    }
    if (NO.contains(text)) {
      return 0;
    }
    double value = mark.read(text).orElse(Double.NaN);
    if (value == 0 || value == 1) {
      return value;
    }
    throw problem(
        column,
        "the value is \"%s\", expected 0, 1, true, false, yes or no. Maybe %s."
            .formatted(
                text(column),
                text.isEmpty()
                    ? "0 is meant: fill it in before"
                    : "this metric is a mean: %s:mean".formatted(header.get(column))));
  }

  /** The day as it is written; a time and an offset after it are left off. */
  LocalDate date(int column) throws BadCsvException {
    String text = text(column);
    var moment = MOMENT.matcher(text);
    try {
      if (moment.matches()) {
        return LocalDate.parse(moment.group(1));
      }
    } catch (DateTimeParseException e) {
      // Said below, as for other texts.
    }
    throw problem(
        column,
        "the value is \"%s\", expected a day such as 2026-03-31 or a time such as 2026-03-31 22:11:48. Maybe write the year first."
            .formatted(text));
  }

  /** What stands after a time: an offset such as +02:00 or Z, else a dash; empty after a day. */
  String zone(int column) throws BadCsvException {
    var moment = MOMENT.matcher(text(column));
    String zone = moment.matches() ? moment.group(2) : null;
    return zone == null ? "" : zone.isEmpty() ? "\u2013" : zone;
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
