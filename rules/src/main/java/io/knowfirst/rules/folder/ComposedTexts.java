package io.knowfirst.rules.folder;

import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * YAML texts that were read lately, so that an edit costs the files it changed. Their nodes are
 * shared and never changed, and let go when memory is short. Thread-safe.
 */
final class ComposedTexts {
  private static final int MOST = 4_000;
  private static final float LOAD = 0.75f;

  private final long mostCharacters;
  private final Function<String, @Nullable Node> composer;
  private final LinkedHashMap<String, SoftReference<Node>> lately =
      new LinkedHashMap<>(16, LOAD, true);
  private long characters;

  /**
   * @param mostCharacters of all texts that are remembered
   * @param composer reads a text; null for one that says nothing
   */
  ComposedTexts(long mostCharacters, Function<String, @Nullable Node> composer) {
    this.mostCharacters = mostCharacters;
    this.composer = composer;
  }

  /** Throws what the composer throws, each time. */
  @Nullable Node of(String text) {
    synchronized (lately) {
      var known = lately.get(text);
      var node = known == null ? null : known.get();
      if (node != null) {
        return node;
      }
    }
    var node = composer.apply(text);
    if (node != null) {
      keep(text, new SoftReference<>(node));
    }
    return node;
  }

  private void keep(String text, SoftReference<Node> node) {
    synchronized (lately) {
      if (lately.put(text, node) == null) {
        characters += text.length();
      }
      var eldest = lately.keySet().iterator();
      while (lately.size() > MOST || characters > mostCharacters) {
        characters -= eldest.next().length();
        eldest.remove();
      }
    }
  }

  int size() {
    synchronized (lately) {
      return lately.size();
    }
  }
}
