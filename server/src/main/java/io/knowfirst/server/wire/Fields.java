package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An object of a body. Each getter checks what it gets and notes what is wrong, then goes on with
 * null (or what the caller says stands for nothing), so that one answer names everything. A JSON
 * null counts as absent.
 */
public final class Fields {
  private final JsonNode object;
  private final At at;
  private final Faults faults;

  private Fields(JsonNode object, At at, Faults faults) {
    this.object = object;
    this.at = at;
    this.faults = faults;
  }

  /** The fields of this value; none, and a fault, where it is no object. */
  public static Fields of(JsonNode value, At at, Faults faults) {
    if (value.isObject()) {
      return new Fields(value, at, faults);
    }
    faults.add(at, value, "an object");
    return new Fields(MissingNode.getInstance(), at, faults);
  }

  public At at() {
    return at;
  }

  Faults faults() {
    return faults;
  }

  public JsonNode object() {
    return object;
  }

  /** Notes every field that is not among those known. */
  public Fields only(Set<String> known) {
    for (var names = object.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!known.contains(name)) {
        faults.unknown(at.field(name), name, Faults.NO_SUCH_FIELD, known);
      }
    }
    return this;
  }

  public @Nullable JsonNode get(String field) {
    var value = object.get(field);
    return value == null || value.isNull() ? null : value;
  }

  public void refuse(String field, String expected) {
    if (object.isObject()) {
      faults.add(at.field(field), get(field), expected);
    }
  }

  /**
   * Notes what was taken in the place of a value.
   *
   * @param taken null for nothing
   */
  void changed(String field, String expected, @Nullable String taken) {
    if (object.isObject()) {
      faults.changed(at.field(field), get(field), expected, taken);
    }
  }

  /** An object within; null when absent. */
  public @Nullable Fields object(String field) {
    var value = get(field);
    return value == null ? null : of(value, at.field(field), faults);
  }

  /** An array within; null, and a fault, where it is none or has not {@code min} to {@code max}. */
  public @Nullable JsonNode array(String field, int min, int max) {
    var value = get(field);
    if (value == null) {
      return null;
    }
    if (value.isArray() && value.size() >= min && value.size() <= max) {
      return value;
    }
    refuse(field, "a list of " + min + " to " + max);
    return null;
  }

  /** Something that names: 1 to 200 characters on one line. */
  public @Nullable String id(String field) {
    var text = string(field);
    var fault = text == null ? null : Text.idFault(text);
    if (fault != null) {
      refuse(field, fault);
    }
    return fault == null ? text : null;
  }

  /** As {@link #id}, and a whole number counts as its digits. */
  public @Nullable String anyId(String field) {
    var value = get(field);
    return value != null && value.isIntegralNumber() ? value.asText() : id(field);
  }

  /**
   * Something that names, as far as it is well: what is too long is cut, what is no text of one
   * line made so, with a fault noted.
   */
  public @Nullable String label(String field) {
    return cut(field, Text.ID, true);
  }

  /** Text as far as it is well; what is too long is cut, with a fault noted. */
  @Nullable String cut(String field, int max) {
    return cut(field, max, false);
  }

  private @Nullable String cut(String field, int max, boolean oneLine) {
    var value = get(field);
    if (value == null) {
      return null;
    }
    var text = value.isNumber() || value.isBoolean() ? value.asText() : string(field);
    if (text == null) {
      return null;
    }
    var fault = oneLine ? Text.idFault(text) : Text.fault(text, max);
    var cut = fault == null ? text : Text.cut(text, max, oneLine);
    var kept = cut.isBlank() ? null : cut;
    if (fault != null) {
      changed(field, fault, kept);
    }
    return kept;
  }

  /** As {@link #id}; empty, and a fault, when absent. */
  public String requiredId(String field) {
    if (get(field) == null) {
      refuse(field, "text of 1 to " + Text.ID + " characters");
    }
    var id = id(field);
    return id == null ? "" : id;
  }

  public @Nullable String text(String field, int max) {
    var text = string(field);
    var fault = text == null || text.isEmpty() ? null : Text.fault(text, max);
    if (fault != null) {
      refuse(field, fault);
    }
    return fault == null && text != null && !text.isEmpty() ? text : null;
  }

  /** One of a few words. */
  @Nullable String word(String field, Set<String> words) {
    var text = string(field);
    if (text == null || words.contains(text)) {
      return text;
    }
    faults.unknown(at.field(field), text, oneOf(words), words);
    return null;
  }

  /**
   * As {@link #word}, and what is none of the words is read as one of them where that can be told.
   */
  @Nullable String word(String field, Set<String> words, Function<String, @Nullable String> read) {
    var value = get(field);
    var text = value == null ? "" : value.asText();
    if (value == null || words.contains(text)) {
      return value == null ? null : word(field, words);
    }
    var meant = read.apply(text);
    if (value.isTextual()) {
      faults.unknown(at.field(field), text, oneOf(words), words, meant);
    } else {
      changed(field, "text", meant);
    }
    return meant;
  }

  /** As {@link #word}; null, and a fault, when absent. */
  @Nullable String requiredWord(String field, Set<String> words) {
    if (get(field) == null) {
      refuse(field, oneOf(words));
    }
    return word(field, words);
  }

  double number(String field, double min, double max, double absent) {
    var value = get(field);
    if (value == null) {
      return absent;
    }
    double number = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (number >= min && number <= max) {
      return number;
    }
    refuse(field, "a number from " + plain(min) + " to " + plain(max));
    return absent;
  }

  /** A share from 0 to 1; 1 when absent. */
  public double share(String field) {
    return number(field, 0, 1, 1);
  }

  /** A whole number; null when absent. */
  public @Nullable Integer whole(String field, int min, int max) {
    var value = get(field);
    if (value == null) {
      return null;
    }
    if (value.isNumber() && value.canConvertToExactIntegral() && value.canConvertToInt()) {
      int number = value.intValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    refuse(field, "a whole number from " + min + " to " + max);
    return null;
  }

  /** A moment as ISO 8601 writes it, with its offset from UTC. */
  public @Nullable Instant time(String field, Instant earliest, Instant latest) {
    var text = string(field);
    if (text == null) {
      return null;
    }
    try {
      var time = Instant.parse(text);
      if (!time.isBefore(earliest) && !time.isAfter(latest)) {
        return time;
      }
      refuse(field, "a time from " + earliest + " to " + latest);
    } catch (DateTimeException e) {
      refuse(field, "a time like 2026-11-22T09:30:00Z");
    }
    return null;
  }

  private static String oneOf(Set<String> words) {
    return "one of " + String.join(", ", words.stream().sorted().toList());
  }

  private @Nullable String string(String field) {
    var value = get(field);
    if (value == null) {
      return null;
    }
    if (value.isTextual()) {
      return value.textValue();
    }
    refuse(field, "text");
    return null;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
