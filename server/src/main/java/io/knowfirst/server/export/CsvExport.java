package io.knowfirst.server.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** RFC 4180 with a line of names; what is null is empty. */
final class CsvExport implements RowWriter {
  private final Writer csv;

  CsvExport(List<Column> columns, OutputStream out) throws IOException {
    this.csv = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    write(columns.stream().map(Column::name).toArray());
  }

  @Override
  public void write(@Nullable Object[] row) throws IOException {
    for (int i = 0; i < row.length; i++) {
      csv.write(i == 0 ? "" : ",");
      var value = row[i];
      csv.write(value == null ? "" : quoted(value.toString()));
    }
    csv.write("\r\n");
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain && !text.isEmpty() ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  @Override
  public void finish() throws IOException {
    csv.flush();
  }
}
