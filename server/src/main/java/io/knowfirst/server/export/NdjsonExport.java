package io.knowfirst.server.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object a line; what is null is left out. */
final class NdjsonExport implements RowWriter {
  private final List<Column> columns;
  private final JsonGenerator json;

  NdjsonExport(List<Column> columns, OutputStream out) throws IOException {
    this.columns = columns;
    this.json =
        new JsonFactory()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .setRootValueSeparator(null);
  }

  @Override
  public void write(@Nullable Object[] row) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < row.length; i++) {
      var value = row[i];
      if (value == null) {
        continue;
      }
      json.writeFieldName(columns.get(i).name());
      if (value instanceof Long number) {
        json.writeNumber(number);
      } else if (value instanceof Double number) {
        json.writeNumber(number);
      } else if (value instanceof Boolean truth) {
        json.writeBoolean(truth);
      } else if (value instanceof Instant time) {
        json.writeString(time.toString());
      } else {
        json.writeString(value.toString());
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void finish() throws IOException {
    json.close();
  }
}
