package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.folder.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that is wrong with a body (or one item of a batch), in the order found. */
public final class Faults {
  /** Expected of a field that there is not. */
  public static final String NO_SUCH_FIELD = "no such field";

  private static final int KEPT = 50;

  private final List<Fault> list = new ArrayList<>(0);
  private final int kept;

  public Faults() {
    this(KEPT);
  }

  /**
   * @param kept how many are told; the rest is found when these are mended
   */
  public Faults(int kept) {
    this.kept = kept;
  }

  public void add(At at, @Nullable JsonNode value, String expected) {
    add(at, value == null ? null : shown(value), expected, null);
  }

  public void add(At at, @Nullable String value, String expected, @Nullable String advice) {
    if (list.size() < kept) {
      var shown = value == null ? null : Text.shorten(value);
      list.add(new Fault(at.toString(), shown, expected, advice));
    }
  }

  /** A word that is none of those known. */
  public void unknown(At at, String value, String expected, Collection<String> known) {
    unknown(at, value, expected, known, null);
  }

  /**
   * The same.
   *
   * @param taken what was taken instead; null for nothing
   */
  public void unknown(
      At at, String value, String expected, Collection<String> known, @Nullable String taken) {
    if (list.size() == kept) {
      return;
    }
    var advice =
        Suggestion.nearest(value, known).map(w -> "Maybe \"" + w + "\" is meant.").orElse(null);
    add(new Fault(at.toString(), Text.shorten(value), expected, advice).keeping(taken));
  }

  /**
   * Something that was taken otherwise than it came.
   *
   * @param taken what was taken instead; null for nothing
   */
  void changed(At at, @Nullable JsonNode value, String expected, @Nullable String taken) {
    if (list.size() < kept) {
      var shown = value == null ? null : Text.shorten(shown(value));
      list.add(new Fault(at.toString(), shown, expected, null).keeping(taken));
    }
  }

  public void add(Fault fault) {
    if (list.size() < kept) {
      list.add(fault);
    }
  }

  public boolean none() {
    return list.isEmpty();
  }

  public List<Fault> list() {
    return List.copyOf(list);
  }

  private static String shown(JsonNode value) {
    if (value.isTextual()) {
      return value.textValue();
    }
    if (value.isObject()) {
      return "an object of " + value.size() + " fields";
    }
    return value.isArray() ? "a list of " + value.size() : value.asText();
  }
}
