package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fashion catalogue: id, gender, masterCategory, subCategory, articleType, baseColour, season,
 * year, usage, productDisplayName. The brand is what stands in the name before the gender. Prices,
 * sizes and stock are not in the file: they are invented, see {@link Invented}.
 */
final class FashionFile {
  private static final String HEAD = "id,";
  private static final int VALUES = 10;
  private static final Pattern ID = Pattern.compile("[0-9]{1,12}");
  private static final Pattern BRAND =
      Pattern.compile("^(\\S+(?: \\S+){0,3}?) (?:Men|Women|Boy|Girl|Kid|Unisex)(?:['’]?s)?\\b.*");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final FashionCategories categories = FashionCategories.read();

  /**
   * The product of a line as {@code PUT /v1/catalogue} takes it; empty for the head.
   *
   * @throws BadLine when it is none
   */
  Optional<ObjectNode> product(TextFile.Text line) throws BadLine {
    if (line.number() == 1 && line.text().startsWith(HEAD)) {
      return Optional.empty();
    }
    var values = Csv.values(line.text(), VALUES);
    if (!ID.matcher(values[0]).matches()) {
      throw new BadLine("id is '" + values[0] + "', expected a number");
    }
    return Optional.of(product(values));
  }

  private ObjectNode product(String[] values) {
    var id = values[0];
    var gender = values[1].toLowerCase(Locale.ROOT);
    var category = categories.path(values[2], values[3], values[4], values[9]);
    var json = JSON.objectNode();
    json.put("id", id);
    json.put("name", known(values[9]) ? values[9].strip() : values[1] + " " + values[4]);
    json.put("category", category);
    json.put("price", Invented.price(id, category));
    var sizes = Invented.sizes(id, category, gender);
    if (sizes.isEmpty()) {
      json.put("stock", Invented.stock(id));
    } else {
      var counted = json.putObject("sizes");
      sizes.forEach(counted::put);
    }
    var attributes = json.putObject("attributes");
    var brand = BRAND.matcher(values[9]);
    Map.of(
            "gender", gender,
            "colour", values[5],
            "season", values[6],
            "year", values[7],
            "usage", values[8],
            "brand", brand.matches() ? brand.group(1) : "")
        .forEach(
            (name, value) -> {
              if (known(value)) {
                attributes.put(name, name.equals("brand") ? value : value.toLowerCase(Locale.ROOT));
              }
            });
    return json;
  }

  private static boolean known(String value) {
    return !value.isBlank() && !value.equals("NA");
  }
}
