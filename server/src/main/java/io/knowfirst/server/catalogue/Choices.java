package io.knowfirst.server.catalogue;

import io.knowfirst.rules.folder.ProductSelection;
import io.knowfirst.rules.folder.ProductSelection.GoesWith;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An offer's choices, put where a selection names them. */
final class Choices {
  private final Map<String, String> choices;
  private boolean missing;

  private Choices(Map<String, String> choices) {
    this.choices = choices;
  }

  /**
   * The selection without placeholders; empty when it needs a choice that was not made. A value
   * whose optional choice was not made is left out, and with it the condition that has no other.
   */
  static Optional<ProductSelection> fill(ProductSelection selection, Map<String, String> choices) {
    var fill = new Choices(choices);
    var category = fill.value(selection.category());
    var where = new LinkedHashMap<String, List<String>>();
    selection
        .where()
        .forEach(
            (attribute, values) -> {
              var filled = fill.values(values);
              if (!filled.isEmpty()) {
                where.put(attribute, filled);
              }
            });
    var like = fill.value(selection.like());
    var goesWith = fill.goesWith(selection.goesWith());
    var except = fill.value(selection.except());
    var recommend = selection.recommend();
    var recommended = recommend == null ? null : recommend.of(fill.values(recommend.of()));
    if (fill.missing) {
      return Optional.empty();
    }
    return Optional.of(
        new ProductSelection(
            category == null ? "" : category,
            where,
            like,
            goesWith,
            except,
            selection.limit(),
            selection.atLeast(),
            recommended));
  }

  private @Nullable GoesWith goesWith(@Nullable GoesWith goesWith) {
    if (goesWith == null) {
      return null;
    }
    var product = value(goesWith.product());
    return product == null ? null : new GoesWith(product, goesWith.colours());
  }

  private List<String> values(List<String> values) {
    var filled = new ArrayList<String>(values.size());
    for (var value : values) {
      var known = value(value);
      if (known != null) {
        filled.add(known);
      }
    }
    return filled;
  }

  /** The text with its choices; null when it is null or an optional choice of it was not made. */
  private @Nullable String value(@Nullable String text) {
    if (text == null || text.indexOf('{') < 0) {
      return text;
    }
    var filled = new StringBuilder();
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      boolean optional = text.charAt(close - 1) == '?';
      var choice = choices.get(text.substring(open + 1, optional ? close - 1 : close));
      if (choice == null) {
        missing |= !optional;
        return null;
      }
      filled.append(text, at, open).append(choice);
      at = close + 1;
    }
    return filled.append(text, at, text.length()).toString();
  }
}
