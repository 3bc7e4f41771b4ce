package io.knowfirst.rules.folder;

import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Names what a finding is about as a JSON pointer (RFC 6901), for whoever sent the text. */
public final class YamlPointer {
  private static final String MISSING = "KF003";
  private static final Pattern MISSING_KEY = Pattern.compile("The key \"([^\"]+)\" is missing.*");

  private @Nullable String found;

  private YamlPointer() {}

  /** Empty for the whole text, and for one that is no YAML. */
  public static String of(String text, Finding finding) {
    var missing = MISSING_KEY.matcher(finding.message());
    var key = finding.code().equals(MISSING) && missing.matches() ? missing.group(1) : null;
    var last = new YamlPointer();
    var ofMissing = new YamlPointer();
    walk(
        text,
        (pointer, node) -> {
          int order = order(node.getStartMark(), finding);
          last.found = order <= 0 ? pointer : last.found;
          if (key != null && order == 0 && node instanceof MappingNode) {
            ofMissing.found = step(pointer, key);
          }
        });
    var found = ofMissing.found == null ? last.found : ofMissing.found;
    return found == null ? "" : found;
  }

  /** What stands at a pointer, shown in a few words; null where nothing does. */
  public static @Nullable String value(String text, String pointer) {
    var value = new YamlPointer();
    walk(text, (at, node) -> value.found = at.equals(pointer) ? shown(node) : value.found);
    return value.found;
  }

  /** Visits each key and each value in the order of the text; nothing of what is no YAML. */
  private static void walk(String text, BiConsumer<String, Node> visit) {
    try {
      var root = YamlFile.compose(text);
      if (root != null) {
        walk("", root, visit);
      }
    } catch (YAMLException unreadable) {
      return;
    }
  }

  private static void walk(String pointer, Node node, BiConsumer<String, Node> visit) {
    visit.accept(pointer, node);
    if (node instanceof MappingNode mapping) {
      for (var entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode key) {
          var inner = step(pointer, key.getValue());
          visit.accept(inner, key);
          walk(inner, entry.getValueNode(), visit);
        }
      }
    } else if (node instanceof SequenceNode list) {
      for (int i = 0; i < list.getValue().size(); i++) {
        walk(pointer + "/" + i, list.getValue().get(i), visit);
      }
    }
  }

  private static String step(String pointer, String key) {
    return pointer + "/" + Ids.shown(key).replace("~", "~0").replace("/", "~1");
  }

  private static @Nullable String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    return node instanceof MappingNode mapping
        ? "an object of " + mapping.getValue().size() + " fields"
        : node instanceof SequenceNode list ? "a list of " + list.getValue().size() : null;
  }

  /** Negative for a mark before the place of a finding, zero for one there. */
  private static int order(Mark mark, Finding finding) {
    int line = Integer.compare(mark.getLine() + 1, finding.line());
    return line != 0 ? line : Integer.compare(mark.getColumn() + 1, finding.column());
  }
}
