package io.knowfirst.server.cli.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The lines of a text file one at a time; bytes that are none of its encoding show as �. */
final class TextFile implements Iterator<TextFile.Text>, AutoCloseable {
  private final BufferedReader reader;
  private long number;
  private @Nullable String next;

  /** A line's text, without its end. */
  record Text(long number, String text) {}

  TextFile(Path file) {
    this(file, StandardCharsets.UTF_8);
  }

  TextFile(Path file, Charset encoding) {
    try {
      var decoder =
          encoding
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
      reader = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder));
      next = reader.readLine();
    } catch (IOException e) {
      throw new ImportException("FILE is " + file + ", which cannot be read: " + e, e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Text next() {
    var text = next;
    if (text == null) {
      throw new NoSuchElementException();
    }
    try {
      next = reader.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Text(++number, text);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
