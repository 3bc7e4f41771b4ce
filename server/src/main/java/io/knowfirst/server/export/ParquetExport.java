package io.knowfirst.server.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/**
 * Parquet (format 2, plain values, a gzip page for each column of a row group), written from front
 * to back so that it may go into a pipe.
 */
final class ParquetExport implements RowWriter {
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
  private static final long GROUP_BYTES = 16 << 20;

  private final OutputStream out;
  private final List<Column> columns;
  private final List<ParquetColumn> open = new ArrayList<>();
  private final List<RowGroup> groups = new ArrayList<>();
  private long written;
  private long rows;
  private int rowsOfGroup;

  ParquetExport(List<Column> columns, OutputStream out) throws IOException {
    this.columns = columns;
    this.out = out;
    columns.forEach(column -> open.add(new ParquetColumn(column)));
    put(MAGIC);
  }

  @Override
  public void write(@Nullable Object[] row) throws IOException {
    long bytes = 0;
    for (int i = 0; i < row.length; i++) {
      open.get(i).add(row[i]);
      bytes += open.get(i).bytes();
    }
    rowsOfGroup++;
    if (bytes >= GROUP_BYTES) {
      endGroup();
    }
  }

  private void endGroup() throws IOException {
    if (rowsOfGroup == 0) {
      return;
    }
    var chunks = new ArrayList<ColumnChunk>();
    long uncompressed = 0;
    for (var column : open) {
      var page = column.page(rowsOfGroup, written);
      chunks.add(new ColumnChunk(written).setMeta_data(page.metadata()));
      uncompressed += page.metadata().getTotal_uncompressed_size();
      put(page.bytes().toByteArray());
    }
    groups.add(new RowGroup(chunks, uncompressed, rowsOfGroup));
    rows += rowsOfGroup;
    rowsOfGroup = 0;
  }

  @Override
  public void finish() throws IOException {
    endGroup();
    var schema = new ArrayList<SchemaElement>();
    schema.add(new SchemaElement("row").setNum_children(columns.size()));
    columns.forEach(column -> schema.add(element(column)));
    var footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(
        new FileMetaData(2, schema, rows, groups).setCreated_by("knowfirst"), footer);
    put(footer.toByteArray());
    put(ParquetColumn.littleEndian(footer.size(), Integer.BYTES));
    put(MAGIC);
    out.flush();
  }

  private static SchemaElement element(Column column) {
    var element =
        new SchemaElement(column.name())
            .setType(ParquetColumn.type(column))
            .setRepetition_type(FieldRepetitionType.OPTIONAL);
    if (column.type() == Column.Type.TEXT) {
      // DuckDB reads the older annotation alone.
      element
          .setConverted_type(ConvertedType.UTF8)
          .setLogicalType(LogicalType.STRING(new StringType()));
    } else if (column.type() == Column.Type.TIME) {
      var micros = new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()));
      element
          .setConverted_type(ConvertedType.TIMESTAMP_MICROS)
          .setLogicalType(LogicalType.TIMESTAMP(micros));
    }
    return element;
  }

  private void put(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }
}
