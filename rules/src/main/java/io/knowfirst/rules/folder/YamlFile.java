package io.knowfirst.rules.folder;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML file that remembers where everything stands, and takes down what is wrong. */
public final class YamlFile {
  private final String name;
  private final @Nullable Node root;
  private final List<Finding> findings;

  private YamlFile(String name, @Nullable Node root, List<Finding> findings) {
    this.name = name;
    this.root = root;
    this.findings = findings;
  }

  public static YamlFile read(String name, String text, List<Finding> findings) {
    Node root = null;
    try {
      root = compose(text);
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      findings.add(
          Finding.error(
              name,
              mark == null ? 1 : mark.getLine() + 1,
              mark == null ? 1 : mark.getColumn() + 1,
              "KF001",
              "Is not YAML: " + e.getProblem() + "."));
    } catch (YAMLException e) {
      var words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      findings.add(Finding.error(name, 1, 1, "KF001", "Is not YAML: " + words));
    }
    return new YamlFile(name, root, findings);
  }

  /**
   * The nodes of a text, in which nothing refers to anything else; null where there is nothing.
   *
   * @throws YAMLException where it is no YAML
   */
  static @Nullable Node compose(String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(20);
    return new Yaml(options).compose(new StringReader(text));
  }

  String name() {
    return name;
  }

  /** The same mapping, read without taking down again what is wrong in it. */
  YamlTable unheard(MappingNode mapping) {
    return new YamlTable(new YamlFile(name, root, new ArrayList<>()), mapping);
  }

  /** The file's name without folder and ending. */
  String stem() {
    return name.substring(name.lastIndexOf('/') + 1, name.lastIndexOf('.'));
  }

  /** The file's one mapping; a finding and empty when it is something else. */
  Optional<YamlTable> table() {
    if (root instanceof MappingNode mapping) {
      return Optional.of(new YamlTable(this, mapping));
    }
    if (root != null || findings.stream().noneMatch(finding -> finding.file().equals(name))) {
      error(root, "KF004", "The file is no mapping, expected \"key: value\" lines.");
    }
    return Optional.empty();
  }

  /** The mappings of a file that lists them, or its only one. */
  public List<YamlTable> tables() {
    return root instanceof SequenceNode list
        ? tables(list)
        : table().map(List::of).orElse(List.of());
  }

  List<YamlTable> tables(SequenceNode list) {
    var tables = new ArrayList<YamlTable>();
    for (var node : list.getValue()) {
      if (node instanceof MappingNode mapping) {
        tables.add(new YamlTable(this, mapping));
      } else {
        error(node, "KF004", "The list holds something else than mappings, expected \"- id: …\".");
      }
    }
    return tables;
  }

  /** A node as a JSON value. */
  Object json(Node node) {
    if (node instanceof MappingNode mapping) {
      return new YamlTable(this, mapping).rest();
    }
    return node instanceof SequenceNode list
        ? list.getValue().stream().map(this::json).toList()
        : new YamlScalar((ScalarNode) node).json();
  }

  boolean isList() {
    return root instanceof SequenceNode;
  }

  void error(@Nullable Node at, String code, String message) {
    Mark mark = at == null ? null : at.getStartMark();
    findings.add(
        Finding.error(
            name,
            mark == null ? 1 : mark.getLine() + 1,
            mark == null ? 1 : mark.getColumn() + 1,
            code,
            message));
  }
}
