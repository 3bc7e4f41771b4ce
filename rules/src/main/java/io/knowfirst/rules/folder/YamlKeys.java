package io.knowfirst.rules.folder;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The keys of a mapping: which there are, which were asked for, and where each stands. */
final class YamlKeys {
  private final YamlFile file;
  private final MappingNode mapping;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final TreeSet<String> asked = new TreeSet<>();
  private final Map<String, Finding> missing = new HashMap<>();

  YamlKeys(YamlFile file, MappingNode mapping) {
    this.file = file;
    this.mapping = mapping;
    for (var entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        file.error(entry.getKeyNode(), "KF004", "A key is no text.");
      } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
        file.error(
            key, "KF005", "The key \"%s\" stands here twice.".formatted(Ids.shown(key.getValue())));
      } else {
        keys.put(key.getValue(), key);
      }
    }
  }

  Set<String> names() {
    return values.keySet();
  }

  /** Asks for a key's value; null where there is none. */
  @Nullable Node ask(String key) {
    asked.add(key);
    return values.get(key);
  }

  /** The values that were not asked for, by key. */
  Map<String, Node> others() {
    var others = new LinkedHashMap<>(values);
    others.keySet().removeAll(asked);
    return others;
  }

  /** Takes down every key that was not asked for. */
  void refuseOthers() {
    others()
        .keySet()
        .forEach(
            key -> {
              // Who misspelt a key did not leave it out as well.
              Suggestion.nearest(key, missing.keySet())
                  .ifPresent(meant -> file.withdraw(missing.remove(meant)));
              file.error(
                  keys.get(key),
                  "KF002",
                  "The key \"%s\" is not known here. %s"
                      .formatted(Ids.shown(key), Suggestion.of(key, asked)));
            });
  }

  /** Takes down that a key is not there. */
  void missing(String key) {
    missing.put(key, file.error(mapping, "KF003", "The key \"%s\" is missing.".formatted(key)));
  }

  /** Takes down that a key's value is not what it should be. */
  void wrong(String key, String expected) {
    var node = at(key);
    var found =
        node instanceof ScalarNode scalar
            ? "\"" + Ids.shown(scalar.getValue()) + "\""
            : "not a value";
    file.error(node, "KF004", "%s is %s, expected %s.".formatted(key, found, expected));
  }

  /** A key's value; the mapping where there is none. */
  Node at(String key) {
    return values.getOrDefault(key, mapping);
  }

  /** A text in a key's list; all of the value where it is not in one. */
  Node at(String key, String text) {
    var found = at(key);
    if (found instanceof SequenceNode list) {
      for (var each : list.getValue()) {
        if (each instanceof ScalarNode scalar && scalar.getValue().equals(text)) {
          found = each;
        }
      }
    }
    return found;
  }

  /** Where the mapping begins, and where the value of each key stands. */
  Map<String, Mark> marks() {
    var marks = new LinkedHashMap<String, Mark>();
    marks.put("", mapping.getStartMark());
    values.forEach((key, node) -> marks.put(key, node.getStartMark()));
    return marks;
  }
}
