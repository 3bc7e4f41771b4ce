package io.knowfirst.rules.folder;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Names what a finding is about as a JSON pointer (RFC 6901), for whoever sent the text. */
public final class YamlPointer {
  private static final String MISSING = "KF003";
  private static final Pattern MISSING_KEY = Pattern.compile("The key \"([^\"]+)\" is missing.*");

  private final StringBuilder pointer = new StringBuilder();
  private final Finding finding;

  private YamlPointer(Finding finding) {
    this.finding = finding;
  }

  /** Empty for the whole text, and for one that is no YAML. */
  public static String of(String text, Finding finding) {
    var pointer = new YamlPointer(finding);
    try {
      pointer.descend(YamlFile.compose(text));
    } catch (YAMLException unreadable) {
      return "";
    }
    return pointer.pointer.toString();
  }

  /** What stands at a pointer, shown in a few words; null where nothing does. */
  public static @Nullable String value(String text, String pointer) {
    try {
      var node = YamlFile.compose(text);
      for (var step : pointer.split("/", -1)) {
        node = step.isEmpty() ? node : child(node, step.replace("~1", "/").replace("~0", "~"));
      }
      return node == null ? null : shown(node);
    } catch (YAMLException unreadable) {
      return null;
    }
  }

  private static @Nullable Node child(@Nullable Node node, String step) {
    if (node instanceof MappingNode mapping) {
      return mapping.getValue().stream()
          .filter(
              entry -> entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(step))
          .map(NodeTuple::getValueNode)
          .findFirst()
          .orElse(null);
    }
    return node instanceof SequenceNode list
            && step.matches("\\d{1,6}")
            && Integer.parseInt(step) < list.getValue().size()
        ? list.getValue().get(Integer.parseInt(step))
        : null;
  }

  private static @Nullable String shown(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    return node instanceof MappingNode mapping
        ? "an object of " + mapping.getValue().size() + " fields"
        : node instanceof SequenceNode list ? "a list of " + list.getValue().size() : null;
  }

  private void descend(@Nullable Node node) {
    if (node instanceof MappingNode mapping) {
      inMapping(mapping);
    } else if (node instanceof SequenceNode list) {
      inList(list.getValue());
    }
  }

  private void inMapping(MappingNode mapping) {
    var missing = MISSING_KEY.matcher(finding.message());
    if (finding.code().equals(MISSING)
        && missing.matches()
        && mapping.getStartMark().getLine() + 1 == finding.line()
        && mapping.getStartMark().getColumn() + 1 == finding.column()) {
      step(missing.group(1));
      return;
    }
    NodeTuple last = null;
    for (var entry : mapping.getValue()) {
      last = begins(entry.getKeyNode().getStartMark()) ? entry : last;
    }
    if (last != null && last.getKeyNode() instanceof ScalarNode key) {
      step(key.getValue());
      if (begins(last.getValueNode().getStartMark())) {
        descend(last.getValueNode());
      }
    }
  }

  private void inList(List<Node> items) {
    int last = -1;
    for (int i = 0; i < items.size(); i++) {
      last = begins(items.get(i).getStartMark()) ? i : last;
    }
    if (last >= 0) {
      step(Integer.toString(last));
      descend(items.get(last));
    }
  }

  private void step(String key) {
    pointer.append("/").append(Ids.shown(key).replace("~", "~0").replace("/", "~1"));
  }

  /** Whether something begins at the finding's place or before it. */
  private boolean begins(Mark mark) {
    int line = mark.getLine() + 1;
    return line < finding.line()
        || (line == finding.line() && mark.getColumn() + 1 <= finding.column());
  }
}
