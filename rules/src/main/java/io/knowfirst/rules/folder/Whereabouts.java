package io.knowfirst.rules.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.yaml.snakeyaml.error.Mark;

/** Where in the folder each campaign, content and experiment is written, and each of its keys. */
public final class Whereabouts {
  private static final Place UNKNOWN = new Place("", 1, 1);

  private final Map<String, Place> places = new HashMap<>();

  /** A place in a file; line and column from 1. */
  public record Place(String file, int line, int column) {
    static Place of(String file, Mark mark) {
      return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
  }

  /** What a folder's YAML files describe. */
  public enum Part {
    CAMPAIGN("campaigns"),
    CONTENT("contents"),
    EXPERIMENT("experiments");

    private final String folder;

    Part(String folder) {
      this.folder = folder;
    }

    boolean holds(String file) {
      return file.endsWith(".yaml")
          && (file.startsWith(folder + "/") || file.equals(folder + ".yaml"));
    }
  }

  private Whereabouts() {}

  /** Looks through the texts of a folder. */
  public static Whereabouts of(SortedMap<String, String> files) {
    var found = new Whereabouts();
    files.forEach(
        (name, text) -> {
          for (var part : Part.values()) {
            if (part.holds(name)) {
              YamlFile.read(name, text, new ArrayList<>())
                  .tables()
                  .forEach(table -> found.add(part, table));
            }
          }
        });
    return found;
  }

  private void add(Part part, YamlTable table) {
    var given = table.optional("id");
    var id = given == null ? table.file().stem() : given;
    table.marks().forEach((key, mark) -> add(part, id, key, table.file().name(), mark));
    if (part == Part.CONTENT && table.marks().containsKey("products")) {
      table
          .table("products")
          .ifPresent(
              products ->
                  products
                      .marks()
                      .forEach(
                          (key, mark) ->
                              add(part, id, "products." + key, table.file().name(), mark)));
    }
  }

  private void add(Part part, String id, String key, String file, Mark mark) {
    places.putIfAbsent(name(part, id, key), Place.of(file, mark));
  }

  /** The place of a key's value; that of the whole part where it has no such key. */
  public Place of(Part part, String id, String key) {
    var whole = places.getOrDefault(name(part, id, ""), UNKNOWN);
    return places.getOrDefault(name(part, id, key), whole);
  }

  private static String name(Part part, String id, String key) {
    return part + "\n" + id + "\n" + key;
  }
}
