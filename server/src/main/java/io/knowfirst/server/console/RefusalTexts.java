package io.knowfirst.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells in another language why something was not done. The parts that refuse do so in English, as
 * programs are told; their sentences are looked up here as gettext does, with the values in them.
 */
final class RefusalTexts {
  /** Nothing that long is one of the sentences. */
  private static final int LONGEST = 2_000;

  private static final Pattern VALUE = Pattern.compile("%[sd]");
  private static final Pattern NUMBERED = Pattern.compile("%(\\d)\\$([st])");
  private static final RefusalTexts GERMAN = read("refusals_de.txt");

  private final List<Entry> entries;

  private RefusalTexts(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A line as a page shows it.
   *
   * @param language that it is in
   */
  record Line(String text, String language) {}

  /** A sentence in English, and the same in the other language. */
  record Entry(String english, Pattern pattern, String other) {
    static Entry of(String english, String other) {
      var pattern =
          VALUE
              .splitAsStream(english + " ")
              .map(Pattern::quote)
              .collect(Collectors.joining("(.*?)"));
      return new Entry(english, Pattern.compile(pattern, Pattern.DOTALL), other);
    }
  }

  /** The lines of a refusal in a page's language, those in English that there is nothing for. */
  static List<Line> lines(String refusal, String language) {
    return refusal
        .lines()
        .map(
            line ->
                (language.equals("de") ? GERMAN.find(line) : Optional.<String>empty())
                    .map(text -> new Line(text, "de"))
                    .orElseGet(() -> new Line(line, "en")))
        .toList();
  }

  static List<Entry> german() {
    return GERMAN.entries;
  }

  private Optional<String> find(String line) {
    if (line.length() > LONGEST) {
      return Optional.empty();
    }
    for (var entry : entries) {
      // A blank at the end, so that a value at the end is matched as a whole.
      var found = entry.pattern().matcher(line + " ");
      if (found.matches()) {
        return Optional.of(filled(entry.other(), found));
      }
    }
    return Optional.empty();
  }

  private String filled(String other, Matcher found) {
    return NUMBERED
        .matcher(other)
        .replaceAll(
            value -> {
              var text = found.group(Integer.parseInt(value.group(1)));
              var shown = value.group(2).equals("t") ? find(text).orElse(text) : text;
              return Matcher.quoteReplacement(shown);
            });
  }

  private static RefusalTexts read(String file) {
    try (InputStream stream =
        Objects.requireNonNull(RefusalTexts.class.getResourceAsStream(file), file)) {
      var entries = new ArrayList<Entry>();
      var english = "";
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("= ")) {
          entries.add(Entry.of(english, line.substring(2)));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          english = line;
        }
      }
      return new RefusalTexts(List.copyOf(entries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
