package io.knowfirst.rules.facts;

import java.util.ArrayList;
import java.util.List;

/** Dotted category paths: {@code apparel.trousers.jeans} lies within {@code apparel.trousers}. */
public final class Categories {
  private Categories() {}

  /** The path and all that it lies within, widest first; empty for an empty path. */
  public static List<String> lineage(String path) {
    var nodes = new ArrayList<String>(4);
    for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
      nodes.add(path.substring(0, dot));
    }
    if (!path.isEmpty()) {
      nodes.add(path);
    }
    return nodes;
  }

  /** Whether {@code path} is {@code node} or lies within it. */
  public static boolean within(String path, String node) {
    return path.startsWith(node)
        && (path.length() == node.length() || path.charAt(node.length()) == '.');
  }
}
