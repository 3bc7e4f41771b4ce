package io.knowfirst.server.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.check.SentenceFile;
import io.knowfirst.rules.check.SentenceLine;
import io.knowfirst.rules.check.SentencePart;
import io.knowfirst.rules.check.SentencePart.RawLines;
import io.knowfirst.rules.check.SentencePart.RuleAttribute;
import io.knowfirst.rules.check.SentencePart.SentenceRule;
import io.knowfirst.rules.check.SentenceWriter;
import io.knowfirst.rules.folder.Sentences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of rules that is sent rule by rule, in sentences. */
public final class SentenceReader {
  private static final int MOST_PARTS = 5_000;
  private static final int LONGEST = 4 << 20;
  private static final Set<String> RULE =
      Set.of("name", "attributes", "when", "then", "head", "divider", "end");

  private final Faults faults = new Faults();

  private SentenceReader() {}

  /**
   * The text of the file.
   *
   * @throws Refused naming everything that is wrong with the body
   */
  public static String text(JsonNode tree, Sentences sentences) {
    return new SentenceReader().read(tree, sentences);
  }

  private String read(JsonNode tree, Sentences sentences) {
    var body = Fields.of(tree, At.ROOT, faults).only(Set.of("parts", "finalNewline"));
    var parts = new ArrayList<SentencePart>();
    each(body, "parts", MOST_PARTS, part -> add(parts, part(part)));
    if (body.get("parts") == null) {
      body.refuse("parts", "a list of the file's rules and of the code between them");
    }
    var ends = body.get("finalNewline");
    if (ends != null && !ends.isBoolean()) {
      body.refuse("finalNewline", "true or false");
    }
    Refused.unlessNone(faults);
    var file = new SentenceFile(parts, ends == null || ends.booleanValue());
    var text =
        SentenceWriter.write(
            file, sentences, (pointer, expected) -> faults.add(fault(tree, pointer, expected)));
    Refused.unlessNone(faults);
    return text;
  }

  private static Fault fault(JsonNode tree, String pointer, String expected) {
    var value = tree.at(pointer);
    return new Fault(
        pointer, value.isMissingNode() ? null : Text.shorten(value.toString()), expected, null);
  }

  private static void add(List<SentencePart> parts, @Nullable SentencePart part) {
    if (part != null) {
      parts.add(part);
    }
  }

  private @Nullable SentencePart part(Fields part) {
    part.only(Set.of("code", "rule"));
    var rule = part.object("rule");
    if (rule != null) {
      return rule(rule.only(RULE));
    }
    var code = string(part, "code");
    if (code == null) {
      part.refuse("code", "code, or a rule");
      return null;
    }
    return new RawLines(code);
  }

  private SentenceRule rule(Fields rule) {
    var name = string(rule, "name");
    if (name == null) {
      rule.refuse("name", "the rule's name, a sentence");
    }
    var attributes = new ArrayList<RuleAttribute>();
    each(rule, "attributes", 100, one -> attributes.add(attribute(one)));
    var when = new ArrayList<SentenceLine>();
    each(rule, "when", MOST_PARTS, one -> when.add(line(one)));
    var then = new ArrayList<SentenceLine>();
    each(rule, "then", MOST_PARTS, one -> then.add(line(one)));
    return new SentenceRule(
        name == null ? "" : name,
        attributes,
        when,
        then,
        string(rule, "head"),
        string(rule, "divider"),
        string(rule, "end"));
  }

  private RuleAttribute attribute(Fields one) {
    one.only(Set.of("name", "value", "code"));
    var name = string(one, "name");
    var value = string(one, name == null ? "code" : "value");
    if (value == null) {
      one.refuse(name == null ? "code" : "value", "text");
    }
    return new RuleAttribute(name, value == null ? "" : value);
  }

  private SentenceLine line(Fields one) {
    one.only(Set.of("sentence", "values", "written", "code"));
    var sentence = string(one, "sentence");
    if (sentence == null) {
      var code = string(one, "code");
      if (code == null) {
        one.refuse("code", "code, or the id of a sentence");
      }
      return SentenceLine.code(code == null ? "" : code);
    }
    var values = new LinkedHashMap<String, String>();
    var given = one.object("values");
    if (given != null) {
      given.object().properties().forEach(value -> value(given, value, values));
    }
    return new SentenceLine(sentence, values, string(one, "written"));
  }

  private static void value(
      Fields given, Map.Entry<String, JsonNode> value, Map<String, String> values) {
    if (value.getValue().isNumber()) {
      values.put(value.getKey(), plain(value.getValue()));
    } else if (value.getValue().isTextual() || value.getValue().isBoolean()) {
      values.put(value.getKey(), value.getValue().asText());
    } else {
      given.refuse(value.getKey(), "text or a number");
    }
  }

  /** As people write it, however a client wrote it: 30, not 30.0. */
  private static String plain(JsonNode number) {
    return number.isIntegralNumber()
        ? number.asText()
        : number.decimalValue().stripTrailingZeros().toPlainString();
  }

  /** Any text, which may be empty; what it may hold is seen when it is written. */
  private static @Nullable String string(Fields object, String field) {
    var value = object.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isTextual() || value.textValue().length() > LONGEST) {
      object.refuse(field, "text");
      return "";
    }
    return value.textValue();
  }

  private interface Each {
    void read(Fields one);
  }

  private void each(Fields object, String field, int most, Each each) {
    var list = object.array(field, 0, most);
    for (int i = 0; list != null && i < list.size(); i++) {
      each.read(Fields.of(list.get(i), object.at().field(field).item(i), faults));
    }
  }
}
