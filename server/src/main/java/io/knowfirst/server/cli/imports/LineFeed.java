package io.knowfirst.server.cli.imports;

import org.jspecify.annotations.Nullable;

/** A product on each line: as JSON that is sent as it stands, or of the fashion catalogue. */
final class LineFeed implements ProductFeed {
  private final TextFile lines;
  private final @Nullable FashionFile fashion;
  private long number;

  LineFeed(TextFile lines, boolean fashion) {
    this.lines = lines;
    this.fashion = fashion ? new FashionFile() : null;
  }

  @Override
  public @Nullable String next() throws BadLine {
    while (lines.hasNext()) {
      var line = lines.next();
      number = line.number();
      if (fashion == null) {
        return line.text();
      }
      var product = fashion.product(line);
      if (product.isPresent()) {
        return product.get().toString();
      }
    }
    return null;
  }

  @Override
  public long number() {
    return number;
  }

  @Override
  public void close() {
    lines.close();
  }
}
