package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The shop's category paths for what the fashion file calls masterCategory, subCategory and
 * articleType.
 *
 * @param paths by article type
 */
record FashionCategories(Map<String, String> paths) {
  private static final String TABLE = "fashion-categories.yaml";

  static FashionCategories read() {
    try (var table = FashionCategories.class.getResourceAsStream(TABLE)) {
      var types =
          new YAMLMapper().readValue(table, new TypeReference<Map<String, List<String>>>() {});
      var paths = new HashMap<String, String>();
      types.forEach((path, named) -> named.forEach(type -> paths.put(type, path)));
      return new FashionCategories(paths);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file knows no chinos, but the names of its trousers do. */
  String path(String master, String sub, String type, String name) {
    var path = paths.get(type);
    if (path == null) {
      return slug(master) + "." + slug(sub) + "." + slug(type);
    }
    boolean chinos =
        path.equals("apparel.trousers.classic") && name.toLowerCase(Locale.ROOT).contains("chino");
    return chinos ? "apparel.trousers.chinos" : path;
  }

  private static String slug(String words) {
    var slug = words.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return slug.isEmpty() ? "other" : slug;
  }
}
