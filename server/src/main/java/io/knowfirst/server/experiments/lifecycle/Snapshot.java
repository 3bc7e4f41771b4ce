package io.knowfirst.server.experiments.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.folder.ExperimentFile;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.decide.assignment.Registered;
import io.knowfirst.server.decide.assignment.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All experiments of one moment as a text, from which they can be had back as they were. */
public final class Snapshot {
  private static final JsonMapper JSON = new JsonMapper();

  private Snapshot() {}

  /** As JSON. */
  public static String write(Experiments experiments) {
    var all = JSON.createArrayNode();
    for (var one : experiments.all()) {
      var split = one.split();
      var json = all.addObject();
      json.put("id", one.id());
      json.put("definition", ExperimentStore.json(one.definition()));
      json.put("state", one.state().word());
      json.put("phase", split.phase());
      json.put("seed", split.seed());
      json.put("coverage", split.coverage());
      json.set("weights", JSON.valueToTree(StoredSplit.weights(split)));
      json.set("buckets", JSON.valueToTree(StoredSplit.buckets(split)));
      json.put("decision", one.decision());
      json.put("started", text(one.started()));
      json.put("changed", one.changed().toString());
    }
    return all.toString();
  }

  /**
   * Reads them back.
   *
   * @throws RuntimeException when another version of the server wrote what this one cannot read
   */
  public static List<Registered> read(String text) {
    try {
      var all = new ArrayList<Registered>();
      JSON.readTree(text).forEach(json -> all.add(registered(json)));
      return List.copyOf(all);
    } catch (JsonProcessingException noJson) {
      throw new IllegalArgumentException("Kept experiments are no JSON", noJson);
    }
  }

  /**
   * The same text, with these visitors forced into nothing.
   *
   * @throws IllegalArgumentException when the text is none that {@link #write} wrote
   */
  public static String without(String text, Set<String> visitors) {
    try {
      var all = JSON.readTree(text);
      for (var one : all) {
        var definition = JSON.readTree(one.path("definition").asText());
        if (definition.path("forced") instanceof ObjectNode forced) {
          forced.remove(visitors);
          ((ObjectNode) one).put("definition", definition.toString());
        }
      }
      return all.toString();
    } catch (JsonProcessingException noJson) {
      throw new IllegalArgumentException("Kept experiments are no JSON", noJson);
    }
  }

  private static Registered registered(JsonNode json) {
    var id = json.path("id").asText();
    var definition =
        ExperimentFile.read(
            "experiments/" + id + ".yaml", id, json.path("definition").asText(), null);
    var split =
        StoredSplit.of(
            definition,
            json.path("phase").asInt(),
            json.path("seed").asText(),
            json.path("coverage").asInt(),
            numbers(json.path("weights")),
            numbers(json.path("buckets")));
    var started = json.path("started");
    var decision = json.path("decision");
    return new Registered(
        definition,
        State.of(json.path("state").asText()),
        split,
        decision.isTextual() ? decision.asText() : null,
        started.isTextual() ? Instant.parse(started.asText()) : null,
        Instant.parse(json.path("changed").asText()));
  }

  private static Integer[] numbers(JsonNode json) {
    return StreamSupport.stream(json.spliterator(), false)
        .map(JsonNode::asInt)
        .toArray(Integer[]::new);
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
