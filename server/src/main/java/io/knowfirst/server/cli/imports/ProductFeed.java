package io.knowfirst.server.cli.imports;

import org.jspecify.annotations.Nullable;

/** The products of a file, one after another. */
interface ProductFeed extends AutoCloseable {
  /**
   * The next product, as a line that {@code PUT /v1/catalogue} takes; null at the end.
   *
   * @throws BadLine for a record that is none; the next call goes on behind it
   */
  @Nullable String next() throws BadLine;

  /** Number of the record that was read last, from 1. */
  long number();

  @Override
  void close();
}
