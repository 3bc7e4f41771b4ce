package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Whereabouts.FilePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The rules that a folder's scenarios speak of. */
public final class ScenarioMentions {
  private static final String FOLDER = "scenarios/";

  /**
   * A scenario says that a rule fires, or that it just does not.
   *
   * @param line from 1
   * @param column from 1
   */
  public record Mention(String rule, boolean fires, String file, int line, int column) {}

  private ScenarioMentions() {}

  /** All mentions, in reading order. A file that is no YAML mentions nothing. */
  public static List<Mention> of(SortedMap<String, String> files) {
    var mentions = new ArrayList<Mention>();
    files.forEach(
        (name, text) -> {
          if (name.startsWith(FOLDER) && name.endsWith(".yaml")) {
            read(name, text, mentions);
          }
        });
    return mentions;
  }

  private static void read(String file, String text, List<Mention> mentions) {
    Node root;
    try {
      root = YamlFile.compose(text);
    } catch (YAMLException e) {
      return;
    }
    if (root instanceof SequenceNode list) {
      for (var scenario : list.getValue()) {
        value(scenario, "rule", rule -> add(rule, file, mentions));
      }
    }
  }

  private static void add(Node rule, String file, List<Mention> mentions) {
    value(rule, "fires", names -> add(names, true, file, mentions));
    value(rule, "not", names -> add(names, false, file, mentions));
  }

  private static void add(Node names, boolean fires, String file, List<Mention> mentions) {
    if (names instanceof SequenceNode list) {
      list.getValue().forEach(name -> add(name, fires, file, mentions));
    } else if (names instanceof ScalarNode name) {
      var at = FilePlace.of(file, name.getStartMark());
      mentions.add(new Mention(name.getValue(), fires, file, at.line(), at.column()));
    }
  }

  private static void value(Node node, String key, Consumer<Node> reader) {
    if (node instanceof MappingNode mapping) {
      for (var entry : mapping.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
          reader.accept(entry.getValueNode());
        }
      }
    }
  }
}
