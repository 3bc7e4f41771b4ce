package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Whereabouts.FilePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping that is read key by key; what is wrong is taken down and read as the default, so that
 * one reading finds everything. KF002: unknown key. KF003: missing. KF004: wrong value. KF005:
 * twice.
 */
public final class YamlTable {
  private static final int MOST_UNKNOWN = 20;

  private final YamlFile file;
  private final MappingNode mapping;
  private final YamlKeys keys;

  YamlTable(YamlFile file, MappingNode mapping) {
    this.file = file;
    this.mapping = mapping;
    this.keys = new YamlKeys(file, mapping);
  }

  YamlFile file() {
    return file;
  }

  /** Where the mapping begins, from 1. */
  public int line() {
    return FilePlace.of(file.name(), mapping.getStartMark()).line();
  }

  /** Where the mapping begins, and where the value of each key stands. */
  Map<String, Mark> marks() {
    return keys.marks();
  }

  /** Where the first character of a key's text stands. */
  FilePlace place(String key) {
    return keys.at(key) instanceof ScalarNode scalar
        ? new YamlScalar(scalar).place(file.name())
        : FilePlace.of(file.name(), mapping.getStartMark());
  }

  /** All its keys. */
  Set<String> names() {
    return keys.names();
  }

  public boolean has(String key) {
    return keys.names().contains(key);
  }

  public String text(String key, String otherwise) {
    var value = optional(key);
    if (value == null && isAbsent(key)) {
      keys.missing(key);
    }
    return value == null ? otherwise : value;
  }

  /** Whether there is nothing to be wrong. */
  private boolean isAbsent(String key) {
    return !has(key) || keys.at(key).getTag().equals(Tag.NULL);
  }

  public @Nullable String optional(String key) {
    var node = keys.ask(key);
    if (node == null || node.getTag().equals(Tag.NULL)) {
      return null;
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue();
    }
    keys.wrong(key, "some text");
    return null;
  }

  public int whole(String key, int from, int to, @Nullable Integer otherwise) {
    if (otherwise == null && !has(key)) {
      keys.missing(key);
    }
    var expected = "a whole number from %d to %d".formatted(from, to);
    var value = value(key, scalar -> scalar.whole(from, to), expected);
    return value != null ? value : otherwise != null ? otherwise : from;
  }

  public @Nullable Double decimal(String key, double from, double to, @Nullable Double otherwise) {
    if (optional(key) == null) {
      return otherwise;
    }
    var expected = "a number from %s to %s".formatted(from, to);
    var value = value(key, scalar -> scalar.decimal(from, to), expected);
    return value == null ? otherwise : value;
  }

  public boolean truth(String key, boolean otherwise) {
    var value = value(key, YamlScalar::truth, "true or false");
    return value == null ? otherwise : value;
  }

  public @Nullable Instant instant(String key) {
    return optional(key) == null
        ? null
        : value(
            key,
            YamlScalar::instant,
            "a time with its offset, for example 2026-12-01T00:00:00+01:00");
  }

  /** How old facts may be; null where nothing is said. */
  public @Nullable Duration maxAge(String key) {
    return optional(key) == null
        ? null
        : value(key, scalar -> MaxAge.of(scalar.text()).orElse(null), MaxAge.EXPECTED);
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

  public List<String> texts(String key) {
    var node = keys.ask(key);
    if (node == null) {
      keys.missing(key);
      return List.of();
    }
    var texts = new LinkedHashSet<String>();
    if (node instanceof SequenceNode list) {
      for (var each : list.getValue()) {
        if (!(each instanceof ScalarNode scalar) || !texts.add(scalar.getValue())) {
          file.error(
              each, "KF004", "%s holds a value that is no text or stands twice.".formatted(key));
        }
      }
    } else {
      keys.wrong(key, "a list: [a, b]");
    }
    return List.copyOf(texts);
  }

  /** The texts of a list, or the one given instead of a list; empty when absent. */
  public List<String> oneOrMore(String key) {
    if (keys.ask(key) instanceof SequenceNode) {
      return texts(key);
    }
    var one = optional(key);
    return one == null ? List.of() : List.of(one);
  }

  /** Every key with its texts, one or a list of them. */
  public Map<String, List<String>> textsByText() {
    var texts = new LinkedHashMap<String, List<String>>();
    for (var key : keys.names()) {
      texts.put(key, oneOrMore(key));
    }
    return texts;
  }

  /** Every key with its one text. */
  Map<String, String> textByText() {
    var texts = new LinkedHashMap<String, String>();
    for (var key : keys.names()) {
      var value = optional(key);
      if (value != null) {
        texts.put(key, value);
      }
    }
    return texts;
  }

  public Optional<YamlTable> table(String key) {
    var node = keys.ask(key);
    if (node instanceof MappingNode inner) {
      return Optional.of(new YamlTable(file, inner));
    }
    if (node != null) {
      keys.wrong(key, "a mapping");
    }
    return Optional.empty();
  }

  public List<YamlTable> tables(String key) {
    var node = keys.ask(key);
    if (node instanceof SequenceNode list) {
      return file.tables(list);
    }
    if (node == null) {
      keys.missing(key);
    } else {
      keys.wrong(key, "a list of mappings");
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
    keys.others().forEach((key, node) -> rest.put(key, file.json(node)));
    return rest;
  }

  /** An id, or what stands for it where it is none. */
  String id(String key, String otherwise) {
    var id = has(key) ? optional(key) : otherwise;
    if (id == null) {
      if (isAbsent(key)) {
        keys.missing(key);
      }
      return "?";
    }
    if (!Ids.isSound(id)) {
      error(key, "KF206", Ids.advice(key, id));
    }
    return id;
  }

  /** Takes down every key that was not asked for. */
  public void refuseOthers() {
    keys.refuseOthers();
  }

  /** Takes down that ids are not those of anything. */
  public void refer(String key, Collection<String> ids, String what, Collection<String> known) {
    int unknown = 0;
    for (var id : ids) {
      if (!known.contains(id) && ++unknown <= MOST_UNKNOWN) {
        file.error(
            keys.at(key, id),
            "KF006",
            "There is no %s \"%s\". %s".formatted(what, Ids.shown(id), Suggestion.of(id, known)));
      }
    }
  }

  void warning(String key, String code, String message) {
    file.warning(keys.at(key), code, message);
  }

  public void error(@Nullable String key, String code, String message) {
    file.error(key == null ? mapping : keys.at(key), code, message);
  }

  /** A key's value as one kind of thing; null where it is absent or none of that kind. */
  private <T> @Nullable T value(
      String key, Function<YamlScalar, @Nullable T> kind, String expected) {
    var node = keys.ask(key);
    var value = node instanceof ScalarNode scalar ? kind.apply(new YamlScalar(scalar)) : null;
    if (node != null && value == null) {
      keys.wrong(key, expected);
    }
    return value;
  }
}
