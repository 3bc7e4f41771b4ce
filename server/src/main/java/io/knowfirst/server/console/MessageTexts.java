package io.knowfirst.server.console;

import io.knowfirst.rules.why.WhyNot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells in another language what other parts say in English, as programs are told: why something
 * was refused, what the check finds, why a rule did not fire. Their sentences are looked up here as
 * gettext does, with the values in them.
 */
final class MessageTexts {
  /** Nothing that long is one of the sentences. */
  private static final int LONGEST = 2_000;

  private static final Pattern VALUE = Pattern.compile("%[sd]");
  private static final Pattern NUMBERED = Pattern.compile("%(\\d)\\$([st])");

  /** A line of a why-not: its indent, the place in a file, and what is said. */
  private static final Pattern PLACED = Pattern.compile("( *)((?:.*?:\\d+:\\d+: )?)(.*)");

  static final MessageTexts REFUSALS = read("refusals_de.txt");
  static final MessageTexts FINDINGS = read("findings_de.txt");
  static final MessageTexts EVENTS = read("events_de.txt");
  static final MessageTexts REASONS = read("reasons_de.txt");

  private final List<Entry> entries;

  private MessageTexts(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * A line as a page shows it.
   *
   * @param language that it is in
   */
  record Line(String text, String language) {}

  /**
   * A sentence in English, and the same in the other language.
   *
   * @param words of the English one, with a value between each two
   */
  record Entry(String english, List<String> words, String other) {
    static Entry of(String english, String other) {
      return new Entry(english, List.of(VALUE.split(english, -1)), other);
    }

    /** The values in a line that this is the sentence of; null for another's. */
    @Nullable List<String> values(String line) {
      int last = words.size() - 1;
      if (last == 0) {
        return line.equals(english) ? List.of() : null;
      }
      int end = line.length() - words.get(last).length();
      if (!line.startsWith(words.get(0)) || !line.endsWith(words.get(last))) {
        return null;
      }
      var values = new ArrayList<String>();
      int from = words.get(0).length();
      for (int i = 1; i < last; i++) {
        int at = line.indexOf(words.get(i), from);
        if (at < 0) {
          return null;
        }
        values.add(line.substring(from, at));
        from = at + words.get(i).length();
      }
      if (from > end) {
        return null;
      }
      values.add(line.substring(from, end));
      return values;
    }
  }

  /** The lines of a refusal in a page's language, those in English that there is nothing for. */
  static List<Line> refusal(String text, String language) {
    return lines(text, language, line -> REFUSALS.find(line).or(() -> FINDINGS.find(line)));
  }

  /** The lines of a text in a page's language, those in English that there is nothing for. */
  List<Line> lines(String text, String language) {
    return lines(text, language, this::find);
  }

  private static List<Line> lines(
      String text, String language, Function<String, Optional<String>> german) {
    return text.lines()
        .map(
            line ->
                (language.equals("de") ? german.apply(line) : Optional.<String>empty())
                    .map(told -> new Line(told, "de"))
                    .orElseGet(() -> new Line(line, "en")))
        .toList();
  }

  /** Why a rule did not fire, a line each, with what it follows from indented below it. */
  static List<Line> whyNot(WhyNot why, String language) {
    return why.lines().stream()
        .flatMap(
            line -> {
              var parts = PLACED.matcher(line);
              return parts.matches()
                  ? REASONS.lines(parts.group(3), language).stream()
                      .map(
                          one ->
                              new Line(
                                  parts.group(1) + parts.group(2) + one.text(), one.language()))
                  : Stream.of(new Line(line, "en"));
            })
        .toList();
  }

  List<Entry> entries() {
    return entries;
  }

  private Optional<String> find(String line) {
    if (line.length() > LONGEST) {
      return Optional.empty();
    }
    for (var entry : entries) {
      var values = entry.values(line);
      if (values != null) {
        return Optional.of(filled(entry.other(), values));
      }
    }
    return Optional.empty();
  }

  private String filled(String other, List<String> values) {
    return NUMBERED
        .matcher(other)
        .replaceAll(
            value -> {
              var text = values.get(Integer.parseInt(value.group(1)) - 1);
              var shown = value.group(2).equals("t") ? find(text).orElse(text) : text;
              return Matcher.quoteReplacement(shown);
            });
  }

  private static MessageTexts read(String file) {
    try (InputStream stream =
        Objects.requireNonNull(MessageTexts.class.getResourceAsStream(file), file)) {
      var entries = new ArrayList<Entry>();
      var english = "";
      for (var line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("= ")) {
          entries.add(Entry.of(english, line.substring(2)));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          english = line;
        }
      }
      return new MessageTexts(List.copyOf(entries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
