package io.knowfirst.rules.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** A situation of a scenario file, and what is expected of the rules in it. */
record Scenario(String file, JsonNode node) {
  private static final String NOON_OF_A_FRIDAY = "2026-11-20T12:00:00+01:00";

  /** All scenarios of a folder, in the order of the files' names. */
  static List<Scenario> in(Path folder) throws IOException {
    var yaml = new YAMLMapper();
    var scenarios = new ArrayList<Scenario>();
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        for (var node : yaml.readTree(Files.readString(file))) {
          scenarios.add(new Scenario(file.getFileName().toString(), node));
        }
      }
    }
    return scenarios;
  }

  Instant now() {
    return OffsetDateTime.parse(node.path("now").asText(NOON_OF_A_FRIDAY)).toInstant();
  }

  boolean mustFire() {
    return node.path("rule").has("fires");
  }

  String rule() {
    return node.path("rule").path(mustFire() ? "fires" : "not").asText();
  }

  String placement() {
    return node.path("placement").asText();
  }

  JsonNode expected(String name) {
    return node.path("expect").path(name);
  }

  /** The texts of a list, or the one text given instead of a list; none when it is absent. */
  static List<String> texts(JsonNode node) {
    var texts = new ArrayList<String>();
    if (node.isArray()) {
      node.forEach(text -> texts.add(text.asText()));
    } else if (!node.isMissingNode()) {
      texts.add(node.asText());
    }
    return texts;
  }

  @Override
  public String toString() {
    return file + ": " + node.path("name").asText();
  }
}
