package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.decide.ContactDecision.ChannelChoice;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.outbound.AudienceCount;
import io.knowfirst.server.outbound.AudienceLine;
import io.knowfirst.server.outbound.AudienceRun;
import io.knowfirst.server.outbound.AudienceSize;
import io.knowfirst.server.rulesets.liveness.MembersSeen;
import io.knowfirst.server.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes what is sent to the members of a segment: NDJSON, or CSV (RFC 4180) with a head. */
final class AudienceWriter {
  private static final List<String> HEAD =
      List.of(
          "visitor",
          "channel",
          "placement",
          "outcome",
          "campaign",
          "content",
          "payload",
          "rule",
          "probability",
          "learnedFrom",
          "decision",
          "token",
          "cursor");
  private static final String LINE_END = "\r\n";

  private final boolean csv;

  AudienceWriter(boolean csv) {
    this.csv = csv;
  }

  String type() {
    return csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
  }

  Buffer head(AudienceRun run) {
    if (csv) {
      return Buffer.buffer(String.join(",", HEAD) + LINE_END);
    }
    return line(
        json -> {
          json.writeObjectFieldStart("run");
          json.writeStringField("id", run.id());
          json.writeStringField("segment", run.segment());
          json.writeStringField("ruleset", run.ruleset());
          json.writeStringField("at", run.at().toString());
          json.writeEndObject();
        });
  }

  /** The lines, of each visitor the last with a cursor, and of NDJSON how far the run came. */
  Buffer lines(List<AudienceLine> lines, AudienceRun run, AudienceCount soFar) {
    var all = Buffer.buffer();
    for (int i = 0; i < lines.size(); i++) {
      var one = lines.get(i);
      boolean last = i + 1 == lines.size() || !lines.get(i + 1).cursor().equals(one.cursor());
      var cursor = last ? cursor(one.cursor()) : null;
      all.appendBuffer(csv ? row(one, cursor, run) : line(json -> write(json, one, cursor, run)));
    }
    return csv ? all : all.appendBuffer(count("progress", soFar));
  }

  Buffer end(AudienceCount count) {
    return csv ? Buffer.buffer() : count("end", count);
  }

  static String cursor(String visitor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(visitor.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The visitor of a cursor.
   *
   * @throws IllegalArgumentException for a text that is none
   */
  static String visitor(String cursor) {
    return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
  }

  private static Buffer count(String name, AudienceCount count) {
    return line(
        json -> {
          json.writeObjectFieldStart(name);
          json.writeNumberField("visitors", count.visitors());
          if (count.about() >= 0) {
            json.writeNumberField("about", Math.max(count.about(), count.visitors()));
          }
          json.writeNumberField("members", count.members());
          json.writeNumberField("withoutConsent", count.withoutConsent());
          json.writeNumberField("nothingToShow", count.nothingToShow());
          json.writeNumberField("lines", count.lines());
          json.writeEndObject();
        });
  }

  private static Buffer line(Answers.Writer fields) {
    return Answers.bytes(
            json -> {
              json.writeStartObject();
              fields.write(json);
              json.writeEndObject();
            })
        .appendString("\n");
  }

  private static void write(
      JsonGenerator json, AudienceLine one, @Nullable String cursor, AudienceRun run)
      throws IOException {
    json.writeObjectFieldStart("visitor");
    json.writeStringField("id", one.visitor());
    json.writeEndObject();
    json.writeStringField("channel", one.choice().channel());
    preferred(json, one.choice());
    json.writeStringField("decisionId", one.decision());
    DecisionWriter.writePlaced(json, one.placed(), run.at());
    json.writeStringField("token", one.placed().token());
    Json.text(json, "cursor", cursor);
  }

  /** Why this channel. */
  static void preferred(JsonGenerator json, ChannelChoice choice) throws IOException {
    json.writeObjectFieldStart("preferredChannel");
    json.writeStringField("channel", choice.channel());
    json.writeNumberField("probability", choice.probability());
    json.writeNumberField("learnedFrom", choice.learnedFrom());
    Json.text(json, "segment", choice.segment());
    if (choice.explores()) {
      json.writeBooleanField("explores", true);
    }
    json.writeEndObject();
  }

  private static Buffer row(AudienceLine one, @Nullable String cursor, AudienceRun run) {
    var placed = one.placed();
    var firing = placed.reason().firing();
    var content = placed.content();
    var cells = new ArrayList<@Nullable String>(HEAD.size());
    cells.add(one.visitor());
    cells.add(one.choice().channel());
    cells.add(placed.placement());
    cells.add(placed.outcome().word());
    cells.add(placed.campaign());
    cells.add(content == null ? null : content.id());
    cells.add(content == null ? null : payload(content, run));
    cells.add(firing == null ? null : firing.rule());
    cells.add(String.valueOf(one.choice().probability()));
    cells.add(String.valueOf(one.choice().learnedFrom()));
    cells.add(one.decision());
    cells.add(placed.token());
    cells.add(cursor);
    return Buffer.buffer(
        cells.stream().map(AudienceWriter::cell).collect(Collectors.joining(",")) + LINE_END);
  }

  private static String payload(Decision.Shown content, AudienceRun run) {
    return Answers.bytes(json -> DecisionWriter.writePayload(json, content, run.at())).toString();
  }

  private static String cell(@Nullable String text) {
    if (text == null) {
      return "";
    }
    boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return plain && !text.isEmpty() ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  static void write(JsonGenerator json, AudienceSize size, MembersSeen seen) throws IOException {
    json.writeStartObject();
    json.writeStringField("segment", size.segment());
    json.writeStringField("ruleset", size.ruleset());
    json.writeStringField("at", size.at().toString());
    json.writeNumberField("visitors", size.visitors());
    json.writeNumberField("looked", size.looked());
    json.writeNumberField("members", size.members());
    json.writeNumberField("reachable", size.reachable());
    json.writeObjectFieldStart("seen");
    json.writeNumberField("day", seen.day());
    json.writeNumberField("week", seen.week());
    json.writeEndObject();
    json.writeArrayFieldStart("channels");
    for (var channel : size.channels()) {
      json.writeStartObject();
      json.writeStringField("channel", channel.channel());
      Json.text(json, "purpose", channel.purpose());
      json.writeNumberField("consented", channel.consented());
      json.writeNumberField("preferred", channel.preferred());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
