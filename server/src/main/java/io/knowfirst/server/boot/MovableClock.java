package io.knowfirst.server.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.LoggerFactory;

/**
 * The system's clock, ahead by as many milliseconds as the first 8 bytes of a file say at the
 * moment. For tests that let a month pass: {@code -Dknowfirst.test.clock=FILE}. The clock of
 * PostgreSQL is moved apart from it.
 */
record MovableClock(MappedByteBuffer ahead) implements InstantSource {
  /** The clock of this process: the system's, unless the property names a file. */
  static InstantSource ofProcess() {
    var file = System.getProperty("knowfirst.test.clock");
    if (file == null) {
      return InstantSource.system();
    }
    LoggerFactory.getLogger(MovableClock.class).warn("The clock is moved by a test: {}", file);
    return at(Path.of(file));
  }

  static MovableClock at(Path file) {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MovableClock(channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(
          "knowfirst.test.clock is %s, expected a file of 8 bytes. Maybe it is to be written first."
              .formatted(file),
          unreadable);
    }
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(System.currentTimeMillis() + ahead.getLong(0));
  }
}
