package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentenceInput;
import io.knowfirst.rules.check.SentenceLine;
import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.folder.Sentences;
import io.knowfirst.rules.folder.Sentences.Sentence;
import io.knowfirst.server.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes sentences, and files of rules in them. */
final class SentenceJson {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,15}(\\.[0-9]{1,15})?");
  private static final Pattern GERMAN = Pattern.compile("(^|.*[/_.-])(german|deutsch|de)\\.dsl");
  private static final Pattern ENGLISH = Pattern.compile("(^|.*[/_.-])(english|en)\\.dsl");

  private final JsonGenerator json;

  /** Gaps that take a number, behind the id of their sentence. */
  private final Set<String> numbers = new HashSet<>();

  private SentenceJson(JsonGenerator json, Sentences sentences) {
    this.json = json;
    for (var sentence : sentences.all()) {
      for (var input : SentenceInput.of(sentence)) {
        if (!input.type().isText()) {
          numbers.add(sentence.id() + input.name());
        }
      }
    }
  }

  /** The language that a file of sentences is named for; null for none. */
  static @Nullable String language(String file) {
    var small = file.toLowerCase(Locale.ROOT);
    return GERMAN.matcher(small).matches() ? "de" : ENGLISH.matcher(small).matches() ? "en" : null;
  }

  static void templates(JsonGenerator json, List<Sentence> all, Sentences sentences)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("sentences");
    for (var sentence : all) {
      json.writeStartObject();
      json.writeStringField("id", sentence.id());
      json.writeStringField("section", sentence.section().name().toLowerCase(Locale.ROOT));
      json.writeStringField("file", sentence.file());
      Json.text(json, "language", language(sentence.file()));
      json.writeStringField("text", sentence.text());
      json.writeBooleanField("adds", sentence.text().startsWith("-"));
      json.writeArrayFieldStart("inputs");
      for (var input : SentenceInput.of(sentence)) {
        json.writeStartObject();
        json.writeStringField("name", input.name());
        json.writeStringField("type", input.type().word());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("meaning", sentence.meaning());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("words");
    for (var word : new TreeMap<>(sentences.words()).entrySet()) {
      json.writeStringField(word.getKey(), word.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Each file that was read with these sentences. */
  static void file(JsonGenerator json, SentenceFile file, Sentences sentences) throws IOException {
    new SentenceJson(json, sentences).file(file);
  }

  private void file(SentenceFile file) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("finalNewline", file.finalNewline());
    json.writeArrayFieldStart("parts");
    for (var part : file.parts()) {
      json.writeStartObject();
      if (part instanceof RawLines raw) {
        json.writeStringField("code", raw.text());
      } else {
        json.writeObjectFieldStart("rule");
        rule((SentenceRule) part);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void rule(SentenceRule rule) throws IOException {
    json.writeStringField("name", rule.name());
    json.writeArrayFieldStart("attributes");
    for (var attribute : rule.attributes()) {
      json.writeStartObject();
      Json.text(json, "name", attribute.name());
      json.writeStringField(attribute.name() == null ? "code" : "value", attribute.value());
      json.writeEndObject();
    }
    json.writeEndArray();
    lines("when", rule.when());
    lines("then", rule.then());
    Json.text(json, "head", rule.head());
    Json.text(json, "divider", rule.divider());
    Json.text(json, "end", rule.end());
  }

  private void lines(String name, List<SentenceLine> lines) throws IOException {
    json.writeArrayFieldStart(name);
    for (var line : lines) {
      json.writeStartObject();
      var sentence = line.sentence();
      if (sentence == null) {
        Json.text(json, "code", line.written());
      } else {
        json.writeStringField("sentence", sentence);
        json.writeObjectFieldStart("values");
        for (var value : line.values().entrySet()) {
          value(sentence, value.getKey(), value.getValue());
        }
        json.writeEndObject();
        Json.text(json, "written", line.written());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** A number where the gap takes one, and it is the same when it comes back. */
  private void value(String sentence, String gap, String value) throws IOException {
    boolean number = numbers.contains(sentence + gap) && NUMBER.matcher(value).matches();
    var plain = number ? BigDecimal.valueOf(Double.parseDouble(value)).stripTrailingZeros() : null;
    if (plain != null && plain.toPlainString().equals(value)) {
      json.writeFieldName(gap);
      json.writeNumber(value);
    } else {
      json.writeStringField(gap, value);
    }
  }
}
