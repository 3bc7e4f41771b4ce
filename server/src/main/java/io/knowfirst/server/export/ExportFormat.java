package io.knowfirst.server.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** How exports are written. */
public enum ExportFormat {
  PARQUET,
  NDJSON,
  CSV;

  RowWriter writer(List<Column> columns, OutputStream out) throws IOException {
    return switch (this) {
      case PARQUET -> new ParquetExport(columns, out);
      case NDJSON -> new NdjsonExport(columns, out);
      case CSV -> new CsvExport(columns, out);
    };
  }
}
