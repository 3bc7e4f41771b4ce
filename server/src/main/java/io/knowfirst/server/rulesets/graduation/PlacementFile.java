package io.knowfirst.server.rulesets.graduation;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The file of placements as its author wrote it, all but the content of one placement. */
final class PlacementFile {
  static final String NAME = "placements.yaml";

  private PlacementFile() {}

  /** The text with another content for the placement; everything else stays as it is. */
  static String withContent(String text, String placement, String content) {
    var root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    var mapping = root instanceof SequenceNode all ? find(all, placement) : null;
    if (mapping == null) {
      throw new NotDecidedException(
          "%s has no placement %s, expected the one of the experiment. Maybe it was renamed since."
              .formatted(NAME, placement));
    }
    var points = text.codePoints().toArray();
    var old = value(mapping, "content");
    if (old != null) {
      int from = old.getStartMark().getIndex();
      int to = old.getEndMark().getIndex();
      return new String(points, 0, from) + content + new String(points, to, points.length - to);
    }
    var id = mapping.getValue().get(0);
    int at = id.getValueNode().getEndMark().getIndex();
    var gap =
        mapping.getFlowStyle() == FlowStyle.FLOW
            ? ", "
            : "\n" + " ".repeat(id.getKeyNode().getStartMark().getColumn());
    return new String(points, 0, at)
        + gap
        + "content: "
        + content
        + new String(points, at, points.length - at);
  }

  private static @Nullable MappingNode find(SequenceNode all, String placement) {
    for (var node : all.getValue()) {
      if (node instanceof MappingNode mapping
          && value(mapping, "id") instanceof ScalarNode id
          && id.getValue().equals(placement)) {
        return mapping;
      }
    }
    return null;
  }

  private static @Nullable Node value(MappingNode mapping, String key) {
    for (var entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        return entry.getValueNode();
      }
    }
    return null;
  }
}
