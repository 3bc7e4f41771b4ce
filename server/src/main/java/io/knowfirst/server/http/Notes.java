package io.knowfirst.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.quality.DataQuality;
import io.knowfirst.server.quality.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a request was left out, cut or converted while the rest was taken: told in its answer and
 * counted.
 */
final class Notes {
  private static final int TOLD = 50;
  private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");
  private static final Pattern ITEM = Pattern.compile("^(/batch|/events)?/\\*");

  private final List<Told> told = new ArrayList<>(0);
  private final List<Counted> counted = new ArrayList<>(0);

  private record Counted(Kind kind, String name) {}

  /**
   * @param code for programs; null where the place says it
   * @param text about the request as a whole; null where a fault says it
   */
  private record Told(@Nullable String code, @Nullable Fault fault, @Nullable String text) {
    static Told of(Fault fault) {
      return new Told(null, fault, null);
    }
  }

  /** Tells something of the request as a whole. */
  void remark(String code, String text) {
    if (told.size() < TOLD) {
      told.add(new Told(code, null, text));
    }
  }

  /** Counts, where nothing need be told. */
  void count(Kind kind, String name) {
    counted.add(new Counted(kind, name));
  }

  /** Tells and counts. */
  void add(
      Kind kind,
      String name,
      At at,
      @Nullable String value,
      String expected,
      @Nullable String advice) {
    count(kind, name);
    if (told.size() < TOLD) {
      var shown = value == null ? null : Text.shorten(value);
      told.add(new Told(kind.word(), new Fault(at.toString(), shown, expected, advice), null));
    }
  }

  /**
   * Tells and counts what a reader found wrong and left out.
   *
   * @param of the event it belongs to; empty for the request itself
   */
  void add(Kind kind, String of, Faults faults) {
    for (var fault : faults.list()) {
      count(kind, (of + " " + place(fault.pointer())).strip());
      if (told.size() < TOLD) {
        told.add(Told.of(fault));
      }
    }
  }

  /** Tells of placements that cannot be decided, and counts them by their names. */
  void addPlacements(Faults faults) {
    faults.list().forEach(fault -> count(Kind.UNKNOWN_PLACEMENT, String.valueOf(fault.value())));
    tell(faults);
  }

  /** Tells what is counted elsewhere. */
  void tell(Faults faults) {
    faults.list().stream().limit(Math.max(0, TOLD - told.size())).map(Told::of).forEach(told::add);
  }

  /** Which field a pointer leads to, whatever its place in a list. */
  static String place(String pointer) {
    var anywhere = INDEX.matcher(pointer).replaceAll("/*");
    var within = ITEM.matcher(anywhere).replaceFirst("");
    return within.isEmpty() ? "(whole)" : within.substring(1);
  }

  /** Adds up what was counted under the key that sent it. */
  void report(DataQuality quality, String key) {
    counted.forEach(one -> quality.count(one.kind(), one.name(), key));
  }

  /** The field {@code notes}, where there is something to tell. */
  void write(JsonGenerator json) throws IOException {
    if (!told.isEmpty()) {
      json.writeArrayFieldStart("notes");
      for (var note : told) {
        write(json, note);
      }
      json.writeEndArray();
    }
  }

  private static void write(JsonGenerator json, Told note) throws IOException {
    json.writeStartObject();
    Answers.text(json, "code", note.code());
    Answers.text(json, "text", note.text());
    var fault = note.fault();
    if (fault != null) {
      json.writeStringField("pointer", fault.pointer());
      Answers.text(json, "value", fault.value());
      json.writeStringField("expected", fault.expected());
      Answers.text(json, "advice", fault.advice());
    }
    json.writeEndObject();
  }
}
