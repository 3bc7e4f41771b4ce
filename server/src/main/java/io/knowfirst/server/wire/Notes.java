package io.knowfirst.server.wire;

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
public final class Notes {
  private static final int TOLD = 50;
  private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");
  private static final Pattern ITEM = Pattern.compile("^(/batch|/events)?/\\*");

  private final List<Told> told = new ArrayList<>(0);
  private final List<Counted> counted = new ArrayList<>(0);

  private record Counted(Kind kind, String name) {}

  /**
   * @param code for programs
   * @param text about the request as a whole; null where a fault says it
   */
  private record Told(String code, @Nullable Fault fault, @Nullable String text) {}

  /** Tells something of the request as a whole. */
  public void remark(String code, String text) {
    if (told.size() < TOLD) {
      told.add(new Told(code, null, text));
    }
  }

  /** Counts, where nothing need be told. */
  public void count(Kind kind, String name) {
    counted.add(new Counted(kind, name));
  }

  /** Tells and counts what was left out. */
  public void add(
      Kind kind,
      String name,
      At at,
      @Nullable String value,
      String expected,
      @Nullable String advice) {
    add(kind, name, at, value, expected, advice, null);
  }

  /**
   * Tells and counts.
   *
   * @param kept what was taken instead; null for nothing
   */
  public void add(
      Kind kind,
      String name,
      At at,
      @Nullable String value,
      String expected,
      @Nullable String advice,
      @Nullable String kept) {
    count(kind, name);
    tell(kind, at, value, expected, advice, kept);
  }

  /** Tells what is counted elsewhere. */
  void tell(
      Kind kind,
      At at,
      @Nullable String value,
      String expected,
      @Nullable String advice,
      @Nullable String kept) {
    if (told.size() < TOLD) {
      var shown = value == null ? null : Text.shorten(value);
      tell(kind, new Fault(at.toString(), shown, expected, advice).keeping(kept));
    }
  }

  /**
   * Tells and counts what a reader cut, converted or left out.
   *
   * @param of the event it belongs to; empty for the request itself
   */
  public void add(String of, Faults faults) {
    for (var fault : faults.list()) {
      var kind = fault.kept() == null ? Kind.IGNORED_FIELD : Kind.CHANGED_VALUE;
      count(kind, (of + " " + place(fault.pointer())).strip());
      tell(kind, fault);
    }
  }

  /** Counts placements that cannot be decided, by their names. */
  void countPlacements(Faults faults) {
    faults.list().forEach(fault -> count(Kind.UNKNOWN_PLACEMENT, String.valueOf(fault.value())));
  }

  /** Tells what is counted elsewhere. */
  void tell(Kind kind, Faults faults) {
    faults.list().forEach(fault -> tell(kind, fault));
  }

  private void tell(Kind kind, Fault fault) {
    if (told.size() < TOLD) {
      told.add(new Told(kind.word(), fault, null));
    }
  }

  /** Which field a pointer leads to, whatever its place in a list. */
  static String place(String pointer) {
    var anywhere = INDEX.matcher(pointer).replaceAll("/*");
    var within = ITEM.matcher(anywhere).replaceFirst("");
    return within.isEmpty() ? "(whole)" : within.substring(1);
  }

  /** Adds up what was counted under the key that sent it. */
  public void report(DataQuality quality, String key) {
    counted.forEach(one -> quality.count(one.kind(), one.name(), key));
  }

  /** The field {@code notes}, where there is something to tell. */
  public void write(JsonGenerator json) throws IOException {
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
    json.writeStringField("code", note.code());
    Json.text(json, "text", note.text());
    var fault = note.fault();
    if (fault != null) {
      json.writeStringField("pointer", fault.pointer());
      Json.text(json, "value", fault.value());
      Json.text(json, "kept", fault.kept());
      json.writeStringField("expected", fault.expected());
      Json.text(json, "advice", fault.advice());
    }
    json.writeEndObject();
  }
}
