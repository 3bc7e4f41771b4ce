package io.knowfirst.server.export;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes rows one after the other, keeping few of them. */
interface RowWriter {
  /**
   * Writes a row.
   *
   * @param row values by column; not kept after the call
   */
  void write(@Nullable Object[] row) throws IOException;

  /** Writes what is left; the stream stays open. */
  void finish() throws IOException;
}
