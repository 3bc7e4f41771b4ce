package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Changes single keys of a YAML file. Everything else, comments and layout too, stays as its author
 * wrote it. Values are YAML as {@link #text}, {@link #list} and {@link #table} make it.
 */
public final class YamlEdit {
  /** A text that is no number, no truth and nothing else, wherever it stands. */
  private static final Pattern PLAIN =
      Pattern.compile("(?U)[\\p{L}_/][\\p{L}\\p{N}_./+-]*(?: [\\p{L}\\p{N}_./+-]+)*");

  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf");

  private YamlEdit() {}

  /** A text as a value. */
  public static String text(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))) {
      return text;
    }
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (point < ' ' || point == 0x7f || point == 0x85 || point == 0xfeff) {
                    quoted.append("\\x%02x".formatted(point & 0xff));
                  } else {
                    quoted.appendCodePoint(point);
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  /** Texts as a value. */
  public static String list(List<String> texts) {
    return texts.stream().map(YamlEdit::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** Values by key as a value. */
  public static String table(Map<String, String> values) {
    return values.entrySet().stream()
        .map(one -> text(one.getKey()) + ": " + one.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * A file with other values of some keys.
   *
   * @param id of the entry of a list; null for a file that is one mapping
   * @param changes values by key; null to remove a key
   * @throws IllegalArgumentException where there is no such entry, or it is written in a way that
   *     cannot be changed in place
   */
  public static String set(
      String text, @Nullable String id, Map<String, @Nullable String> changes) {
    var now = text;
    for (var change : changes.entrySet()) {
      now = set(now, id, change.getKey(), change.getValue());
    }
    return now;
  }

  /** A list with one more entry at its end. */
  public static String add(String text, Map<String, String> entry) {
    var root = read(text);
    var line = "- " + table(entry) + "\n";
    if (root instanceof SequenceNode list && list.getFlowStyle() == FlowStyle.FLOW) {
      if (!list.getValue().isEmpty()) {
        throw new IllegalArgumentException(
            "The list is written in brackets, expected a line for each entry. Maybe edit the file.");
      }
      return text.substring(0, start(text, list)) + line.strip() + text.substring(end(text, list));
    }
    if (root != null && !(root instanceof SequenceNode)) {
      throw new IllegalArgumentException("The file is no list. Maybe edit the file.");
    }
    return text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + line;
  }

  /**
   * A list without one of its entries; comments above it stay.
   *
   * @throws IllegalArgumentException where there is no such entry, or it has no lines of its own
   */
  public static String without(String text, String id) {
    var root = read(text);
    var entry = entry(root, id);
    int from = text.lastIndexOf('\n', start(text, entry)) + 1;
    int ends = text.indexOf('\n', end(text, entry));
    var edited = text.substring(0, from) + (ends < 0 ? "" : text.substring(ends + 1));
    if (!entries(read(edited), null).equals(entries(root, entry))) {
      throw new IllegalArgumentException(
          "%s is written in a way that cannot be taken out in place. Maybe edit the file."
              .formatted(id));
    }
    return edited;
  }

  @SuppressWarnings("ReferenceEquality") // Two entries may say the same.
  private static List<Object> entries(@Nullable Node root, @Nullable Node but) {
    return root instanceof SequenceNode list
        ? list.getValue().stream().filter(node -> !node.equals(but)).map(YamlEdit::said).toList()
        : List.of();
  }

  private static String set(String text, @Nullable String id, String key, @Nullable String value) {
    var root = read(text);
    if (root == null && id == null) {
      return value == null ? text : text + key + ": " + value + "\n";
    }
    var entry = entry(root, id);
    var tuples = entry.getValue();
    int at = index(tuples, key);
    if (at < 0 && value == null) {
      return text;
    }
    var edited =
        at < 0
            ? added(text, entry, key + ": " + Objects.requireNonNull(value))
            : value == null
                ? removed(text, entry, at)
                : text.substring(0, end(text, tuples.get(at).getKeyNode()))
                    + ": "
                    + value
                    + text.substring(end(text, tuples.get(at).getValueNode()));
    if (!others(read(edited), id, key).equals(others(root, id, key))) {
      throw new IllegalArgumentException(
          "%s is written in a way that cannot be changed in place. Maybe edit the file."
              .formatted(key));
    }
    return edited;
  }

  private static String added(String text, MappingNode entry, String line) {
    var tuples = entry.getValue();
    if (tuples.isEmpty()) {
      int at = start(text, entry) + 1;
      return text.substring(0, at) + line + text.substring(at);
    }
    var last = tuples.get(tuples.size() - 1).getValueNode();
    int at = end(text, last);
    if (entry.getFlowStyle() == FlowStyle.FLOW) {
      return text.substring(0, at) + ", " + line + text.substring(at);
    }
    int ends = text.indexOf('\n', at);
    var indent = " ".repeat(tuples.get(0).getKeyNode().getStartMark().getColumn());
    return ends < 0
        ? text + "\n" + indent + line
        : text.substring(0, ends) + "\n" + indent + line + text.substring(ends);
  }

  private static String removed(String text, MappingNode entry, int at) {
    var tuples = entry.getValue();
    int from = start(text, tuples.get(at).getKeyNode());
    int to = end(text, tuples.get(at).getValueNode());
    int line = text.lastIndexOf('\n', from - 1) + 1;
    if (entry.getFlowStyle() != FlowStyle.FLOW && text.substring(line, from).isBlank()) {
      int ends = text.indexOf('\n', to);
      return text.substring(0, line) + (ends < 0 ? "" : text.substring(ends + 1));
    }
    if (at + 1 < tuples.size()) {
      return text.substring(0, from) + text.substring(start(text, tuples.get(at + 1).getKeyNode()));
    }
    int before = at == 0 ? from : end(text, tuples.get(at - 1).getValueNode());
    return text.substring(0, before) + text.substring(to);
  }

  private static @Nullable Node read(String text) {
    try {
      return YamlFile.compose(text);
    } catch (YAMLException broken) {
      throw new IllegalArgumentException(
          "The file is no YAML. Maybe mend it first: " + YamlFile.problem(broken), broken);
    }
  }

  private static MappingNode entry(@Nullable Node root, @Nullable String id) {
    if (root instanceof MappingNode mapping) {
      return mapping;
    }
    if (root instanceof SequenceNode list) {
      for (var node : list.getValue()) {
        if (node instanceof MappingNode mapping && isOf(mapping, id)) {
          return mapping;
        }
      }
    }
    throw new IllegalArgumentException(
        "The file has no entry %s. Maybe it was renamed since.".formatted(id));
  }

  private static boolean isOf(MappingNode mapping, @Nullable String id) {
    int at = index(mapping.getValue(), "id");
    return at >= 0
        && mapping.getValue().get(at).getValueNode() instanceof ScalarNode value
        && value.getValue().equals(id);
  }

  private static int index(List<NodeTuple> tuples, String key) {
    for (int i = 0; i < tuples.size(); i++) {
      if (tuples.get(i).getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** All that the file says but for the key. */
  private static Object others(@Nullable Node root, @Nullable String id, String key) {
    var all = new ArrayList<Object>();
    var nodes =
        root instanceof SequenceNode list
            ? list.getValue()
            : root == null ? List.<Node>of() : List.of(root);
    for (var node : nodes) {
      var said = said(node);
      if (said instanceof Map<?, ?> map
          && node instanceof MappingNode mapping
          && (root instanceof MappingNode || isOf(mapping, id))) {
        map.remove(key);
      }
      all.add(said);
    }
    return all;
  }

  private static Object said(Node node) {
    if (node instanceof MappingNode mapping) {
      var map = new LinkedHashMap<Object, Object>();
      mapping.getValue().forEach(one -> map.put(key(one.getKeyNode()), said(one.getValueNode())));
      return map;
    }
    if (node instanceof SequenceNode list) {
      return list.getValue().stream().map(YamlEdit::said).toList();
    }
    return node.getTag() + " " + ((ScalarNode) node).getValue();
  }

  private static Object key(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : said(node);
  }

  private static int start(String text, Node node) {
    return text.offsetByCodePoints(0, node.getStartMark().getIndex());
  }

  /** Where what is written of a node ends, without the blanks and comments that follow it. */
  private static int end(String text, Node node) {
    if (node instanceof CollectionNode<?> all
        && all.getFlowStyle() != FlowStyle.FLOW
        && !all.getValue().isEmpty()) {
      var last = all.getValue().get(all.getValue().size() - 1);
      return end(text, last instanceof NodeTuple tuple ? tuple.getValueNode() : (Node) last);
    }
    int end = text.offsetByCodePoints(0, node.getEndMark().getIndex());
    if (node instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED)) {
      while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
    }
    return end;
  }
}
