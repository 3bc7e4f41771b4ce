package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads free properties and traits: text, numbers, truth values, lists of text. Objects within are
 * laid flat, {@code {"address":{"city":"Leipzig"}}} becomes {@code address.city}. What is none of
 * these is left out and what is too long is cut; both are noted as faults. A trait that is null
 * becomes an empty list, which takes it away.
 */
final class Values {
  private static final int MOST = 100;
  private static final double LARGEST = 1e15;
  private static final String EXPECTED =
      "text up to " + Text.LONG + " characters, a number up to 1e15, true, false or a list of text";

  private static final String SHORT_LIST =
      "a list of text with at most " + Text.LONG + " characters in all";

  private final Faults faults;
  private final boolean traits;
  private final Map<String, Object> values = new HashMap<>();

  private Values(Faults faults, boolean traits) {
    this.faults = faults;
    this.traits = traits;
  }

  /** A map that may be changed. */
  static Map<String, Object> read(@Nullable Fields object) {
    return read(object, false);
  }

  /** The same of traits: a profile keeps them, so a list holds no more than one text may. */
  static Map<String, Object> traits(@Nullable Fields object) {
    return read(object, true);
  }

  private static Map<String, Object> read(@Nullable Fields object, boolean traits) {
    if (object == null) {
      return new HashMap<>();
    }
    var reader = new Values(object.faults(), traits);
    reader.flatten("", object.object(), object.at());
    return reader.values;
  }

  private void flatten(String prefix, JsonNode object, At at) {
    for (var field : object.properties()) {
      var name = prefix + field.getKey();
      var value = field.getValue();
      if (Text.idFault(name) != null) {
        faults.add(at.field(field.getKey()), value, "a name of 1 to " + Text.ID + " characters");
      } else if (value.isObject()) {
        flatten(name + ".", value, at.field(field.getKey()));
      } else if (value.isNull()) {
        if (traits) {
          values.put(name, List.of());
        }
      } else if (!(prefix.isEmpty() && ItemReader.holdsItems(name, value))) {
        put(name, value, at, field.getKey());
      }
    }
  }

  private void put(String name, JsonNode value, At at, String key) {
    if (values.size() >= MOST) {
      faults.add(at.field(key), value, "at most " + MOST + " values");
      return;
    }
    var read = value.isArray() ? list(value) : plain(value);
    var kept = read == null && value.isTextual() ? cut(value.textValue()) : read;
    if (read == null) {
      faults.changed(at.field(key), value, EXPECTED, kept == null ? null : kept.toString());
    }
    if (kept instanceof List<?> list && traits && length(list) > Text.LONG) {
      faults.add(at.field(key), value, SHORT_LIST);
    } else if (kept != null) {
      values.put(name, kept);
    }
  }

  private static @Nullable String cut(String text) {
    var kept = Text.cut(text, Text.LONG, false);
    return kept.isEmpty() ? null : kept;
  }

  private static int length(List<?> texts) {
    return texts.stream().mapToInt(text -> text.toString().length()).sum();
  }

  private static @Nullable Object plain(JsonNode value) {
    if (value.isTextual()) {
      var text = value.textValue();
      return text.length() <= Text.LONG && Text.clean(text) ? text : null;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    if (!value.isNumber() || !(Math.abs(value.doubleValue()) <= LARGEST)) {
      return null;
    }
    if (value.isIntegralNumber()) {
      return value.longValue();
    }
    return value.doubleValue();
  }

  private static @Nullable List<String> list(JsonNode array) {
    if (array.size() > MOST) {
      return null;
    }
    var list = new ArrayList<String>(array.size());
    for (var item : array) {
      var plain = plain(item);
      if (plain == null) {
        return null;
      }
      list.add(plain.toString());
    }
    return list;
  }
}
