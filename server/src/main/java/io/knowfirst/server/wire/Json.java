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

/**
 * Parses bodies: strict UTF-8, no key twice. A value that is beyond all bounds is reduced first,
 * see {@link ReducedJson}: the readers of the body leave it out or refuse it, at its place.
 */
public final class Json {
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ReducedJson.DEPTH + 1)
                  .maxNumberLength(ReducedJson.NUMBER)
                  .maxNameLength(1000)
                  .build())
          .build();
  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  /** For batches of many senders, of which one must not fail the others. */
  private static final JsonFactory LENIENT =
      FACTORY.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Json() {}

  /**
   * @throws Refused where the bytes are not one JSON value
   */
  public static JsonNode parse(byte[] body) {
    return parse(FACTORY, body);
  }

  /** As {@link #parse}; of a key that comes twice the last counts. */
  public static JsonNode parseLenient(byte[] body) {
    return parse(LENIENT, body);
  }

  private static JsonNode parse(JsonFactory factory, byte[] body) {
    checkEncoding(body);
    try (var parser = factory.createParser(body)) {
      return parse(parser);
    } catch (JsonProcessingException e) {
      return parseAgain(factory, body);
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /** Without the values and names that were too much for the parser. */
  private static JsonNode parseAgain(JsonFactory factory, byte[] body) {
    var text = ReducedJson.of(body);
    try (var parser = rebuilt(factory).createParser(text)) {
      try {
        return parse(parser);
      } catch (JsonProcessingException e) {
        var where = e.getLocation();
        var line = where == null ? 1 : where.getLineNr();
        var column = where == null ? 1 : where.getColumnNr();
        throw malformed(parser, line, column, firstSentence(e.getOriginalMessage()));
      }
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /** Takes names of any length, and keeps none of them for the next body. */
  private static JsonFactory rebuilt(JsonFactory factory) {
    return factory
        .rebuild()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            factory.streamReadConstraints().rebuild().maxNameLength(Integer.MAX_VALUE).build())
        .build();
  }

  private static Refused unreadable() {
    return new Refused(Problem.malformed("The body cannot be read as JSON.", List.of()));
  }

  private static JsonNode parse(JsonParser parser) throws IOException {
    JsonNode tree = MAPPER.readTree(parser);
    if (tree == null || tree.isMissingNode()) {
      throw new Refused(Problem.malformed("The body is empty, expected JSON.", List.of()));
    }
    if (parser.nextToken() != null) {
      var where = parser.currentTokenLocation();
      throw malformed(parser, where.getLineNr(), where.getColumnNr(), "more than one value");
    }
    return tree;
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
    for (var tail : List.of("\n", " at [", " (for ", " (start marker", " (from `", ": enable `")) {
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
