package io.knowfirst.rules.folder;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping that is read key by key; what is wrong is taken down and read as the default, so that
 * one reading finds everything. KF002: unknown key. KF003: missing. KF004: wrong value. KF005:
 * twice.
 */
public final class YamlTable {
  private final YamlFile file;
  private final MappingNode mapping;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();

  YamlTable(YamlFile file, MappingNode mapping) {
    this.file = file;
    this.mapping = mapping;
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        file.error(entry.getKeyNode(), "KF004", "A key is no text.");
      } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
        file.error(key, "KF005", "The key \"%s\" stands here twice.".formatted(key.getValue()));
      } else {
        keys.put(key.getValue(), key);
      }
    }
  }

  YamlFile file() {
    return file;
  }

  /** Where the mapping begins, and where the value of each key stands. */
  Map<String, Mark> marks() {
    var marks = new LinkedHashMap<String, Mark>();
    marks.put("", mapping.getStartMark());
    values.forEach((key, node) -> marks.put(key, node.getStartMark()));
    return marks;
  }

  public String text(String key, String otherwise) {
    var value = optional(key);
    if (value == null) {
      missing(key);
      return otherwise;
    }
    return value;
  }

  public @Nullable String optional(String key) {
    var node = node(key);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return null;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    wrong(key, "some text");
    return null;
  }

  public List<String> texts(String key) {
    var node = node(key);
    if (node == null) {
      missing(key);
      return List.of();
    }
    var texts = new ArrayList<String>();
    if (node instanceof SequenceNode list) {
      for (var each : list.getValue()) {
        if (each instanceof ScalarNode scalar && !texts.contains(scalar.getValue())) {
          texts.add(scalar.getValue());
        } else {
          file.error(
              each, "KF004", "%s holds a value that is no text or stands twice.".formatted(key));
        }
      }
    } else {
      wrong(key, "a list: [a, b]");
    }
    return texts;
  }

  /** The texts of a list, or the one given instead of a list; empty when absent. */
  public List<String> oneOrMore(String key) {
    if (node(key) instanceof SequenceNode) {
      return texts(key);
    }
    var one = optional(key);
    return one == null ? List.of() : List.of(one);
  }

  /** Where the mapping begins, from 1. */
  public int line() {
    return mapping.getStartMark() == null ? 1 : mapping.getStartMark().getLine() + 1;
  }

  /** Every key with its texts, one or a list of them. */
  public Map<String, List<String>> textsByText() {
    var texts = new LinkedHashMap<String, List<String>>();
    for (var key : values.keySet()) {
      if (values.get(key) instanceof SequenceNode) {
        texts.put(key, texts(key));
      } else {
        var value = optional(key);
        texts.put(key, value == null ? List.of() : List.of(value));
      }
    }
    return texts;
  }

  /** Every key with its one text. */
  Map<String, String> textByText() {
    var texts = new LinkedHashMap<String, String>();
    for (var key : values.keySet()) {
      var value = optional(key);
      if (value != null) {
        texts.put(key, value);
      }
    }
    return texts;
  }

  /** Where the first character of a text stands, from 1; of a block, that of its first line. */
  int line(String key) {
    var node = values.getOrDefault(key, mapping);
    return node.getStartMark().getLine() + (block(node) ? 2 : 1);
  }

  /** As {@link #line}; of a block, where its key stands. */
  int column(String key) {
    var node = values.getOrDefault(key, mapping);
    return block(node) ? 3 : node.getStartMark().getColumn() + (quoted(node) ? 2 : 1);
  }

  private static boolean block(Node node) {
    return node instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
            || scalar.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED);
  }

  private static boolean quoted(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN;
  }

  public int whole(String key, int from, int to, @Nullable Integer otherwise) {
    var node = node(key);
    if (node == null) {
      if (otherwise == null) {
        missing(key);
      }
      return otherwise == null ? from : otherwise;
    }
    if (node instanceof ScalarNode scalar && scalar.getValue().matches("-?\\d{1,9}")) {
      int value = Integer.parseInt(scalar.getValue());
      if (value >= from && value <= to) {
        return value;
      }
    }
    wrong(key, "a whole number from %d to %d".formatted(from, to));
    return otherwise == null ? from : otherwise;
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  public @Nullable Double decimal(String key, double from, double to, @Nullable Double otherwise) {
    var text = optional(key);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("-?\\d{1,15}(\\.\\d{1,9})?")) {
      double value = Double.parseDouble(text);
      if (value >= from && value <= to) {
        return value;
      }
    }
    wrong(key, "a number from %s to %s".formatted(from, to));
    return otherwise;
  }

  /**
   * One of an enum's names in lower case, with - for _.
   *
   * @param otherwise where the key is absent; null where it must be there
   */
  <E extends Enum<E>> E choice(String key, Class<E> type, @Nullable E otherwise) {
    var all = type.getEnumConstants();
    var fallback = otherwise == null ? all[0] : otherwise;
    var text = otherwise == null ? text(key, word(fallback)) : optional(key);
    if (text == null) {
      return fallback;
    }
    for (var each : all) {
      if (word(each).equals(text)) {
        return each;
      }
    }
    var words = Arrays.stream(all).map(YamlTable::word).toList();
    error(key, "KF004", "%s is \"%s\". %s".formatted(key, text, Suggestion.of(text, words)));
    return fallback;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean truth(String key, boolean otherwise) {
    var node = node(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equalsIgnoreCase("true")
          || scalar.getValue().equalsIgnoreCase("yes");
    }
    wrong(key, "true or false");
    return otherwise;
  }

  public @Nullable Instant instant(String key) {
    var text = optional(key);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      wrong(key, "a time with its offset, for example 2026-12-01T00:00:00+01:00");
      return null;
    }
  }

  public Optional<YamlTable> table(String key) {
    var node = node(key);
    if (node instanceof MappingNode inner) {
      return Optional.of(new YamlTable(file, inner));
    }
    if (node != null) {
      wrong(key, "a mapping");
    }
    return Optional.empty();
  }

  public List<YamlTable> tables(String key) {
    var node = node(key);
    if (node instanceof SequenceNode list) {
      return file.tables(list);
    }
    if (node == null) {
      missing(key);
    } else {
      wrong(key, "a list of mappings");
    }
    return List.of();
  }

  /** All keys, as JSON values. */
  Map<String, Object> all() {
    return file.unheard(mapping).rest();
  }

  /** All keys but those asked for, as JSON values. */
  public Map<String, Object> rest() {
    var rest = new LinkedHashMap<String, Object>();
    values.forEach(
        (key, node) -> {
          if (!asked.contains(key)) {
            rest.put(key, json(node));
          }
        });
    return rest;
  }

  private Object json(Node node) {
    if (node instanceof MappingNode inner) {
      return new YamlTable(file, inner).rest();
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(this::json).toList();
    }
    var scalar = (ScalarNode) node;
    var text = scalar.getValue();
    if (scalar.getTag().equals(Tag.BOOL)) {
      return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes");
    }
    if (scalar.getTag().equals(Tag.INT) && text.matches("-?\\d{1,18}")) {
      return Long.parseLong(text);
    }
    if (scalar.getTag().equals(Tag.FLOAT) && text.matches("-?\\d+\\.\\d+")) {
      return Double.parseDouble(text);
    }
    return text;
  }

  /** Takes down every key that was not asked for. */
  public void refuseOthers() {
    keys.forEach(
        (key, node) -> {
          if (!asked.contains(key)) {
            file.error(
                node,
                "KF002",
                "The key \"%s\" is not known here. %s".formatted(key, Suggestion.of(key, asked)));
          }
        });
  }

  /** Takes down that ids are not those of anything. */
  public void refer(String key, Collection<String> ids, String what, Collection<String> known) {
    for (var id : ids) {
      if (!known.contains(id)) {
        wrongAt(
            key,
            id,
            "KF006",
            "There is no %s \"%s\". %s".formatted(what, id, Suggestion.of(id, known)));
      }
    }
  }

  public void error(@Nullable String key, String code, String message) {
    file.error(key == null ? mapping : values.getOrDefault(key, mapping), code, message);
  }

  private void wrongAt(String key, String value, String code, String message) {
    var node = values.getOrDefault(key, mapping);
    if (node instanceof SequenceNode list) {
      for (var each : list.getValue()) {
        if (each instanceof ScalarNode scalar && scalar.getValue().equals(value)) {
          node = each;
        }
      }
    }
    file.error(node, code, message);
  }

  private @Nullable Node node(String key) {
    asked.add(key);
    return values.get(key);
  }

  private void missing(String key) {
    file.error(mapping, "KF003", "The key \"%s\" is missing.".formatted(key));
  }

  private void wrong(String key, String expected) {
    var node = values.getOrDefault(key, mapping);
    var found = node instanceof ScalarNode scalar ? "\"" + scalar.getValue() + "\"" : "not a value";
    file.error(node, "KF004", "%s is %s, expected %s.".formatted(key, found, expected));
  }
}
