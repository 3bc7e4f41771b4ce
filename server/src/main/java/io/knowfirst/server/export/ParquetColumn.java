package io.knowfirst.server.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/** The values of a column that are not written yet. */
final class ParquetColumn {
  private static final int BITS = 8;

  private final Column column;
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private final BitSet present = new BitSet();
  private final BitSet truths = new BitSet();
  private int rows;
  private int truthCount;

  ParquetColumn(Column column) {
    this.column = column;
  }

  /** A page with what the footer says of it. */
  record Page(ByteArrayOutputStream bytes, ColumnMetaData metadata) {}

  static Type type(Column column) {
    return switch (column.type()) {
      case TEXT -> Type.BYTE_ARRAY;
      case INTEGER, TIME -> Type.INT64;
      case NUMBER -> Type.DOUBLE;
      case TRUTH -> Type.BOOLEAN;
    };
  }

  void add(@Nullable Object value) {
    if (value != null) {
      present.set(rows);
      if (value instanceof Boolean truth) {
        truths.set(truthCount++, truth);
      } else {
        values.writeBytes(plain(value));
      }
    }
    rows++;
  }

  private static byte[] plain(Object value) {
    if (value instanceof Long number) {
      return littleEndian(number, Long.BYTES);
    }
    if (value instanceof Double number) {
      return littleEndian(Double.doubleToLongBits(number), Long.BYTES);
    }
    if (value instanceof Instant time) {
      long micros = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
      return littleEndian(micros, Long.BYTES);
    }
    var text = value.toString().getBytes(StandardCharsets.UTF_8);
    var all = new ByteArrayOutputStream(Integer.BYTES + text.length);
    all.writeBytes(littleEndian(text.length, Integer.BYTES));
    all.writeBytes(text);
    return all.toByteArray();
  }

  static byte[] littleEndian(long value, int count) {
    var bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (value >> (BITS * i));
    }
    return bytes;
  }

  long bytes() {
    return (long) values.size() + rows / BITS;
  }

  /** All values as a page, which is written at this offset of the file; begins anew. */
  Page page(int count, long offset) throws IOException {
    var body = new ByteArrayOutputStream(values.size() + 64);
    var levels = levels(count);
    body.writeBytes(littleEndian(levels.length, Integer.BYTES));
    body.writeBytes(levels);
    if (column.type() == Column.Type.TRUTH) {
      body.writeBytes(bits(truths, truthCount));
    } else {
      values.writeTo(body);
    }
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      body.writeTo(gzip);
    }
    var header =
        new PageHeader(PageType.DATA_PAGE, body.size(), packed.size())
            .setData_page_header(
                new DataPageHeader(count, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    var page = new ByteArrayOutputStream();
    Util.writePageHeader(header, page);
    int headerBytes = page.size();
    packed.writeTo(page);
    var metadata =
        new ColumnMetaData(
            type(column),
            List.of(Encoding.RLE, Encoding.PLAIN),
            List.of(column.name()),
            CompressionCodec.GZIP,
            count,
            (long) headerBytes + body.size(),
            page.size(),
            offset);
    values.reset();
    present.clear();
    truths.clear();
    rows = 0;
    truthCount = 0;
    return new Page(page, metadata);
  }

  /** Whether each row has a value, as one bit-packed run. */
  private byte[] levels(int count) {
    var run = new ByteArrayOutputStream();
    int header = (((count + BITS - 1) / BITS) << 1) | 1;
    while (header > 127) {
      run.write((header & 127) | 128);
      header >>>= 7;
    }
    run.write(header);
    run.writeBytes(bits(present, count));
    return run.toByteArray();
  }

  private static byte[] bits(BitSet set, int count) {
    var bytes = new byte[(count + BITS - 1) / BITS];
    var kept = set.toByteArray();
    System.arraycopy(kept, 0, bytes, 0, kept.length);
    return bytes;
  }
}
