package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Tells a simulated decision of a server as {@code rules try} tells one of a folder. */
final class TriedText {
  private final List<String> lines = new ArrayList<>();

  private TriedText() {}

  static String of(JsonNode answer) {
    var text = new TriedText();
    text.write(answer);
    return String.join(System.lineSeparator(), text.lines) + System.lineSeparator();
  }

  private void write(JsonNode answer) {
    var trace = answer.path("trace");
    add("visitor   " + answer.at("/visitor/id").asText());
    add("now       " + answer.path("now").asText());
    add("rules     " + RulesServer.shortened(answer.path("ruleset").asText()));
    add("facts");
    for (var fact : trace.path("facts")) {
      add("  " + fact(fact));
    }
    for (var fact : trace.path("unasked")) {
      add("  %s, which no rule or audience asks about".formatted(fact(fact)));
    }
    add("segments");
    for (var one : trace.path("segments")) {
      add("  %s: \"%s\"".formatted(one.path("segment").asText(), one.path("rule").asText()));
    }
    add("rules that fired");
    for (var one : trace.path("fired")) {
      var made =
          one.has("segment")
              ? "segment " + one.path("segment").asText()
              : "offer %s %s".formatted(one.path("campaign").asText(), values(one.path("choices")));
      add("  \"%s\" -> %s".formatted(one.path("rule").asText(), made));
    }
    for (var one : trace.path("failures")) {
      add("  \"%s\" failed: %s".formatted(one.path("rule").asText(), one.path("text").asText()));
    }
    answer.path("decisions").forEach(this::placed);
    for (var one : trace.path("triggers")) {
      add("trigger of \"%s\": %s".formatted(one.path("rule").asText(), one.path("text").asText()));
    }
    if (!trace.path("whyNot").isEmpty()) {
      add("why not");
      trace.path("whyNot").forEach(one -> whyNot(one, "  "));
    }
  }

  private static String fact(JsonNode fact) {
    return fact.path("fact").asText() + " " + values(fact.path("values"));
  }

  private void placed(JsonNode placed) {
    add("placement " + placed.path("placement").asText());
    var told = new ArrayList<String>();
    for (var offer : placed.path("offers")) {
      var text = offer.path("text").asText("");
      told.add(text);
      add(
          "  offer %s, priority %d: %s"
              .formatted(
                  offer.path("campaign").asText(),
                  offer.path("priority").asInt(),
                  text.isEmpty() ? became(offer.path("became").asText()) : text));
    }
    var tested = placed.path("experiment");
    if (!tested.isMissingNode()) {
      add(
          "  experiment %s: variation %s"
              .formatted(tested.path("id").asText(), tested.path("variation").asText()));
    }
    for (var note : placed.at("/reason/notes")) {
      var text = note.path("text").asText();
      if (!told.contains(text)) {
        add("  note: " + text);
      }
    }
    var content = placed.at("/content/id").asText("none");
    add("  -> %s, content %s".formatted(placed.path("outcome").asText(), content));
  }

  private static String became(String word) {
    return switch (word) {
      case "shown" -> "is shown";
      case "held-out" -> "won, but the visitor is held out";
      default -> "gave way";
    };
  }

  private void whyNot(JsonNode answer, String indent) {
    add(
        "%s\"%s\" %s"
            .formatted(indent, answer.path("rule").asText(), answer.path("text").asText()));
    for (var unmet : answer.path("unmet")) {
      add(
          "%s  %s:%d:%d: %s"
              .formatted(
                  indent,
                  unmet.path("file").asText(),
                  unmet.path("line").asInt(),
                  unmet.path("column").asInt(),
                  unmet.path("text").asText()));
    }
    answer.path("because").forEach(one -> whyNot(one, indent + "    "));
  }

  private static String values(JsonNode values) {
    var all = new ArrayList<String>();
    values.properties().forEach(value -> all.add(value.getKey() + "=" + value.getValue().asText()));
    return "{" + String.join(", ", all) + "}";
  }

  private void add(String line) {
    lines.add(line);
  }
}
