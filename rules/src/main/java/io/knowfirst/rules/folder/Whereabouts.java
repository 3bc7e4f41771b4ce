package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * Where in the folder each campaign, content, experiment and metric is written, and the shop, and
 * each of their keys.
 */
public final class Whereabouts {
  private static final FilePlace UNKNOWN = new FilePlace("", 1, 1);

  private final SortedMap<String, String> files;
  private @Nullable Map<String, FilePlace> places;

  /** A place in a file; line and column from 1. */
  public record FilePlace(String file, int line, int column) {
    static FilePlace of(String file, @Nullable Mark mark) {
      return mark == null
          ? new FilePlace(file, 1, 1)
          : new FilePlace(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
  }

  /** What a folder's YAML files describe. */
  public enum FolderPart {
    CAMPAIGN("campaigns"),
    CONTENT("contents"),
    EXPERIMENT("experiments"),
    METRIC("metrics"),
    SHOP("shop");

    private final String folder;

    FolderPart(String folder) {
      this.folder = folder;
    }

    boolean holds(String file) {
      return file.endsWith(".yaml")
          && (file.startsWith(folder + "/") || file.equals(folder + ".yaml"));
    }
  }

  private Whereabouts(SortedMap<String, String> files) {
    this.files = files;
  }

  /** Looks through the texts of a folder when it is first asked. */
  public static Whereabouts of(SortedMap<String, String> files) {
    return new Whereabouts(files);
  }

  /** The place of a key's value; that of the whole part where it has no such key. */
  public FilePlace of(FolderPart part, String id, String key) {
    var known = places;
    if (known == null) {
      known = new HashMap<>();
      for (var file : files.entrySet()) {
        look(file.getKey(), file.getValue(), known);
      }
      places = known;
    }
    var whole = known.getOrDefault(name(part, id, ""), UNKNOWN);
    return known.getOrDefault(name(part, id, key), whole);
  }

  private static void look(String name, String text, Map<String, FilePlace> places) {
    for (var part : FolderPart.values()) {
      if (part.holds(name)) {
        YamlFile.read(name, text, new ArrayList<>())
            .tables()
            .forEach(table -> add(part, table, places));
      }
    }
  }

  private static void add(FolderPart part, YamlTable table, Map<String, FilePlace> places) {
    var given = table.optional("id");
    var id = given == null ? table.file().stem() : given;
    table.marks().forEach((key, mark) -> add(part, id, key, table.file().name(), mark, places));
    if (part == FolderPart.CONTENT && table.marks().containsKey("products")) {
      table
          .table("products")
          .ifPresent(
              products ->
                  products
                      .marks()
                      .forEach(
                          (key, mark) ->
                              add(part, id, "products." + key, table.file().name(), mark, places)));
    }
  }

  private static void add(
      FolderPart part,
      String id,
      String key,
      String file,
      Mark mark,
      Map<String, FilePlace> places) {
    places.putIfAbsent(name(part, id, key), FilePlace.of(file, mark));
  }

  private static String name(FolderPart part, String id, String key) {
    return part + "\n" + id + "\n" + key;
  }
}
