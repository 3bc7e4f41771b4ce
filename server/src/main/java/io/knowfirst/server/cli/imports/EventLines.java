package io.knowfirst.server.cli.imports;

import io.knowfirst.rules.folder.VisitorId;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The events among the first lines of a file. */
final class EventLines implements Iterator<Line>, AutoCloseable {
  private final TextFile lines;
  private final EventFormat format;
  private final long limit;
  private @Nullable Line next;

  EventLines(Path file, EventFormat format, long limit) {
    this.lines = new TextFile(file);
    this.format = format;
    this.limit = limit;
    this.next = find();
  }

  /**
   * The products that the lines tell of, as JSON, in the order they are met; the last line counts.
   */
  static Collection<String> products(Path file, EventFormat format, long limit) {
    var products = new LinkedHashMap<String, String>();
    try (var lines = new TextFile(file)) {
      for (long i = 0; i < limit && lines.hasNext(); i++) {
        format
            .product(lines.next())
            .ifPresent(product -> products.put(product.path("id").asText(), product.toString()));
      }
    }
    return products.values();
  }

  /** How many lines there are. */
  static long count(Path file, long limit) {
    long count = 0;
    try (var lines = new TextFile(file)) {
      for (; lines.hasNext() && count < limit; count++) {
        lines.next();
      }
    }
    return count;
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Line next() {
    var line = next;
    if (line == null) {
      throw new NoSuchElementException();
    }
    next = find();
    return line;
  }

  @Override
  public void close() {
    lines.close();
  }

  private @Nullable Line find() {
    while (lines.hasNext()) {
      var line = lines.next();
      if (line.number() > limit) {
        return null;
      }
      var event = format.event(line);
      if (event.isPresent()) {
        return named(event.get());
      }
    }
    return null;
  }

  /** A line of a visitor whose id stands for nobody would make one person of many. */
  private static Line named(Line line) {
    var advice = line instanceof Line.Happened event ? VisitorId.advice(event.visitor()) : null;
    return advice == null || !(line instanceof Line.Happened event)
        ? line
        : new Line.Bad(
            event.number(),
            "the visitor is \"%s\", expected the id of one visitor. %s"
                .formatted(event.visitor(), advice));
  }
}
