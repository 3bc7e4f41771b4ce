package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Whereabouts.FilePlace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A single value of a YAML file, read as one kind of thing; null where it is none of that kind. */
record YamlScalar(ScalarNode node) {
  private static final Set<String> TRUE = Set.of("true", "yes", "on", "y");
  private static final Set<String> WORDS =
      Set.of("true", "yes", "on", "y", "false", "no", "off", "n");
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9]\\d{0,14})\\.\\d{1,15}");
  private static final Pattern ZEROS = Pattern.compile("[-+]?0\\d+(?:\\.\\d+)?");
  private static final Pattern OTHER_NUMBER =
      Pattern.compile(
          "\\+\\d[\\d.]*|-?[1-9]\\d{18,}|0x[0-9a-fA-F]+|0o[0-7]+|-?[\\d.]+[eE][-+]?\\d+|-?\\d+_[\\d_]+(?:\\.\\d+)?|-?\\d+\\.|-?\\d+\\.\\d{16,}|0b[01]+|-?\\.\\d+|[-+]?\\.(?:inf|nan)");

  @Nullable Integer whole(int from, int to) {
    if (!text().matches("-?\\d{1,9}")) {
      return null;
    }
    int value = Integer.parseInt(text());
    return value >= from && value <= to ? value : null;
  }

  @Nullable Double decimal(double from, double to) {
    if (!text().matches("-?\\d{1,15}(\\.\\d{1,9})?")) {
      return null;
    }
    double value = Double.parseDouble(text());
    return value >= from && value <= to ? value : null;
  }

  @Nullable Boolean truth() {
    if (!isPlain() || !WORDS.contains(text().toLowerCase(Locale.ROOT))) {
      return null;
    }
    return TRUE.contains(text().toLowerCase(Locale.ROOT));
  }

  @Nullable Instant instant() {
    try {
      return OffsetDateTime.parse(text()).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * A truth or a number where YAML 1.2 says that it is one, else the text: {@code NO} is a text,
   * and so is what would lose its leading zeros as a number.
   */
  Object json() {
    if (!isPlain()) {
      return text();
    }
    if (TRUTH.matcher(text()).matches()) {
      return text().equalsIgnoreCase("true");
    }
    if (WHOLE.matcher(text()).matches()) {
      return Long.parseLong(text());
    }
    return DECIMAL.matcher(text()).matches() ? (Object) Double.parseDouble(text()) : text();
  }

  /** What an author may not expect of how {@link #json} reads it. */
  Optional<String> surprise() {
    if (!isPlain()) {
      return Optional.empty();
    }
    if (text().isEmpty()) {
      return Optional.of(
          "No value is read as an empty text. Maybe \"\" in quotes, or leave the key out.");
    }
    var word = text().toLowerCase(Locale.ROOT);
    if (WORDS.contains(word) && !TRUTH.matcher(text()).matches()) {
      return told("%s is read as a text. Maybe %s, or \"%1$s\" in quotes.", TRUE.contains(word));
    }
    if (ZEROS.matcher(text()).matches()) {
      return told("%s begins with a zero and is read as a text. Maybe \"%1$s\" in quotes.");
    }
    if (DECIMAL.matcher(text()).matches() && text().endsWith("0") && !text().endsWith(".0")) {
      return told(
          "%s is read as the number %s. Maybe \"%1$s\" in quotes, if it is a version or a text.",
          Double.parseDouble(text()));
    }
    if (OTHER_NUMBER.matcher(text()).matches()) {
      return told("%s is read as a text. Maybe write the number in digits, or \"%1$s\" in quotes.");
    }
    if (word.equals("~") || word.equals("null")) {
      return told("%s is read as a text, not as no value. Maybe leave the key out.");
    }
    return Optional.empty();
  }

  private Optional<String> told(String words, Object... more) {
    var all = new Object[more.length + 1];
    all[0] = text();
    System.arraycopy(more, 0, all, 1, more.length);
    return Optional.of(words.formatted(all));
  }

  private boolean isPlain() {
    return node.isPlain();
  }

  /** Where its first character stands: in a block on the line below, indented by two. */
  FilePlace place(String file) {
    var start = FilePlace.of(file, node.getStartMark());
    return switch (node.getScalarStyle()) {
      case PLAIN -> start;
      case LITERAL, FOLDED -> new FilePlace(file, start.line() + 1, 3);
      default -> new FilePlace(file, start.line(), start.column() + 1);
    };
  }

  String text() {
    return node.getValue();
  }
}
