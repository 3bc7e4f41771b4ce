package io.knowfirst.server.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses bodies: strict UTF-8, no key twice, bounded depth. */
public final class Json {
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(20)
                  .maxNumberLength(100)
                  .maxNameLength(1000)
                  .build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  /** For batches of many senders, of which one must not fail the others. */
  private static final JsonFactory LENIENT =
      FACTORY
          .rebuild()
          .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              FACTORY.streamReadConstraints().rebuild().maxNestingDepth(200).build())
          .build();

  private Json() {}

  /**
   * @throws Refused where the bytes are not one JSON value
   */
  public static JsonNode parse(byte[] body) {
    return parse(FACTORY, body);
  }

  /** As {@link #parse}; of a key that comes twice the last counts, and deep values are taken. */
  public static JsonNode parseLenient(byte[] body) {
    return parse(LENIENT, body);
  }

  private static JsonNode parse(JsonFactory factory, byte[] body) {
    checkEncoding(body);
    try (var parser = factory.createParser(body)) {
      return parse(parser);
    } catch (IOException e) {
      throw new Refused(Problem.malformed("The body cannot be read as JSON.", List.of()));
    }
  }

  private static JsonNode parse(JsonParser parser) throws IOException {
    try {
      JsonNode tree = MAPPER.readTree(parser);
      if (tree == null || tree.isMissingNode()) {
        throw new Refused(Problem.malformed("The body is empty, expected JSON.", List.of()));
      }
      if (parser.nextToken() != null) {
        var where = parser.currentTokenLocation();
        throw malformed(parser, where.getLineNr(), where.getColumnNr(), "more than one value");
      }
      return tree;
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      var line = where == null ? 1 : where.getLineNr();
      var column = where == null ? 1 : where.getColumnNr();
      throw malformed(parser, line, column, firstSentence(e.getOriginalMessage()));
    }
  }

  private static Refused malformed(JsonParser parser, int line, int column, String what) {
    var pointer = Text.shorten(parser.getParsingContext().pathAsPointer().toString());
    var place = "line " + line + ", column " + column;
    return new Refused(
        Problem.malformed(
            "At " + place + ": " + what + ".",
            List.of(new Fault(pointer, place, "valid JSON, each key once", null))));
  }

  private static String firstSentence(@Nullable String message) {
    var text = message == null ? "not valid JSON" : message;
    for (var tail : List.of("\n", " at [", " (for ", " (start marker", " (from `")) {
      int end = text.indexOf(tail);
      text = end > 0 ? text.substring(0, end) : text;
    }
    var plain = text.codePoints().map(c -> Character.isISOControl(c) ? '\ufffd' : c);
    var shown =
        plain.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    return shown.length() > 200 ? shown.substring(0, 200) : shown.toString();
  }

  private static void checkEncoding(byte[] body) {
    int i = 0;
    while (i < body.length && body[i] >= 0) {
      i++;
    }
    if (i == body.length) {
      return;
    }
    var rest = ByteBuffer.wrap(body, i, body.length - i);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(rest);
    } catch (CharacterCodingException e) {
      var place = "byte " + rest.position();
      throw new Refused(
          Problem.malformed(
              "At " + place + ": not UTF-8.",
              List.of(new Fault("", place, "text in UTF-8", null))));
    }
  }

  /** A field that is left out when there is nothing to say. */
  public static void text(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }
}
