package io.knowfirst.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** What a visitor did and what was decided for them, one by one. */
final class VisitorTimeline {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 200;
  private static final int LONGEST = 400;

  /** The earliest first, so that it gives way when there is one too many. */
  private final PriorityQueue<Moment> latest =
      new PriorityQueue<>(Comparator.comparing(Moment::at));

  private final FactWords words;

  private VisitorTimeline(FactWords words) {
    this.words = words;
  }

  /**
   * Something that happened.
   *
   * @param kind {@code event} or {@code decision}
   * @param title of an event its name; of a decision its id
   * @param detail of an event its properties, shortened
   * @param decided placement by placement; none for an event
   */
  record Moment(Instant at, String kind, String title, String detail, List<Decided> decided) {
    boolean isDecision() {
      return kind.equals("decision");
    }
  }

  /**
   * What was shown at a placement.
   *
   * @param by the campaign or experiment; empty for the default
   * @param rule that offered it; empty where none did
   * @param segments that the visitor was of, each with the rule that says so
   * @param facts on which these rules rested
   * @param notes in English: who gave way, and what was missing
   */
  record Decided(
      String placement,
      String outcome,
      String by,
      String content,
      String rule,
      List<String> segments,
      List<String> facts,
      List<String> notes) {}

  /** The latest moments, the newest first. */
  static Future<List<Moment>> of(String id, FactWords words, VisitorSources.Latest source) {
    var timeline = new VisitorTimeline(words);
    return source
        .latest(
            id,
            MOST,
            lines -> {
              lines.toString(StandardCharsets.UTF_8).lines().forEach(timeline::add);
              return Future.succeededFuture();
            })
        .map(
            written ->
                timeline.latest.stream()
                    .sorted(Comparator.comparing(Moment::at).reversed())
                    .toList());
  }

  private void add(String line) {
    var node = parsed(line);
    var kind = node.path("kind").asText();
    if (kind.equals("event")) {
      keep(event(node));
    } else if (kind.equals("decision")) {
      keep(decision(node.path("decision")));
    }
  }

  private void keep(Moment moment) {
    latest.add(moment);
    if (latest.size() > MOST) {
      latest.remove();
    }
  }

  private Moment event(JsonNode node) {
    var name = node.path("name").asText();
    var properties = node.path("body").path("properties");
    var detail = properties.isEmpty() ? "" : shortened(properties.toString());
    var title = words.event(node.path("type").asText(), name);
    return new Moment(Instant.parse(node.path("at").asText()), "event", title, detail, List.of());
  }

  private Moment decision(JsonNode node) {
    var decided = new ArrayList<Decided>();
    for (var one : node.path("decisions")) {
      var campaign = one.path("campaign").asText();
      var reason = one.path("reason");
      var segments = new LinkedHashSet<String>();
      var facts = new LinkedHashSet<String>();
      evidence(reason, segments, facts);
      var notes = new ArrayList<String>();
      reason.path("notes").forEach(note -> notes.add(note.path("text").asText()));
      decided.add(
          new Decided(
              one.path("placement").asText(),
              one.path("outcome").asText(),
              campaign.isEmpty() ? one.at("/experiment/id").asText() : campaign,
              one.at("/content/id").asText(),
              reason.path("rule").asText(),
              List.copyOf(segments),
              List.copyOf(facts),
              notes));
    }
    var at = Instant.parse(node.path("at").asText());
    return new Moment(at, "decision", node.path("decisionId").asText(), "", decided);
  }

  private void evidence(JsonNode node, Set<String> segments, Set<String> facts) {
    for (var fact : node.path("facts")) {
      facts.add(shortened(words.sentence(fact)));
    }
    for (var one : node.path("because")) {
      segments.add(one.path("segment").asText() + " (" + one.path("rule").asText() + ")");
      evidence(one, segments, facts);
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
