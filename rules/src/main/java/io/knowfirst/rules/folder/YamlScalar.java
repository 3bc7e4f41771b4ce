package io.knowfirst.rules.folder;

import io.knowfirst.rules.folder.Whereabouts.Place;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A single value of a YAML file, read as one kind of thing; null where it is none of that kind. */
record YamlScalar(ScalarNode node) {

  @Nullable Integer whole(int from, int to) {
    if (!text().matches("-?\\d{1,9}")) {
      return null;
    }
    int value = Integer.parseInt(text());
    return value >= from && value <= to ? value : null;
  }

  @Nullable Double decimal(double from, double to) {
    if (!text().matches("-?\\d{1,15}(\\.\\d{1,9})?")) {
      return null;
    }
    double value = Double.parseDouble(text());
    return value >= from && value <= to ? value : null;
  }

  @Nullable Boolean truth() {
    return node.getTag().equals(Tag.BOOL)
        ? text().equalsIgnoreCase("true") || text().equalsIgnoreCase("yes")
        : null;
  }

  @Nullable Instant instant() {
    try {
      return OffsetDateTime.parse(text()).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A truth or a number where YAML says that it is one, else the text. */
  Object json() {
    var truth = truth();
    if (truth != null) {
      return truth;
    }
    if (node.getTag().equals(Tag.INT) && text().matches("-?\\d{1,18}")) {
      return Long.parseLong(text());
    }
    if (node.getTag().equals(Tag.FLOAT) && text().matches("-?\\d+\\.\\d+")) {
      return Double.parseDouble(text());
    }
    return text();
  }

  /** Where its first character stands: in a block on the line below, indented by two. */
  Place place(String file) {
    var start = Place.of(file, node.getStartMark());
    return switch (node.getScalarStyle()) {
      case PLAIN -> start;
      case LITERAL, FOLDED -> new Place(file, start.line() + 1, 3);
      default -> new Place(file, start.line(), start.column() + 1);
    };
  }

  String text() {
    return node.getValue();
  }
}
