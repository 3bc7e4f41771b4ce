package io.knowfirst.server.rulesets.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.rules.base.RuleFailure;
import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.Redaction;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.store.journal.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a recording stands in the journal. What is absent is not written. */
final class RecordingFormat implements Format<Recording> {
  private final ExperimentState state;

  /**
   * @param state names the experiments of each recording
   */
  RecordingFormat(ExperimentState state) {
    this.state = state;
  }

  @Override
  public long second(Recording recording) {
    return recording.second();
  }

  @Override
  public void write(JsonGenerator json, Recording recording) throws IOException {
    var situation = recording.situation();
    var decision = recording.decided().decision();
    json.writeStartObject();
    json.writeStringField("id", decision.id());
    json.writeStringField("ruleset", decision.ruleset());
    json.writeNumberField("catalogue", decision.catalogue());
    json.writeStringField("experiments", state.name(situation.experiments()));
    var redaction = Redaction.of(situation);
    request(json, situation.request(), redaction);
    var known = situation.known();
    var profile =
        known.granted().contains(RuleFolder.PERSONALIZATION)
            ? known.profile()
            : known.profile().withoutPerson();
    var kept = redaction.searchText() ? profile.withoutSearchText() : profile;
    json.writeBinaryField("profile", kept.encoded());
    var failed = new LinkedHashSet<String>();
    recording.decided().evaluation().failures().stream()
        .map(RuleFailure::rule)
        .forEach(failed::add);
    texts(json, "failed", failed);
    model(json, situation.model());
    RecordedTrends.write(json, situation);
    RecordedRates.write(json, situation);
    RecordedBounds.write(json, situation.outbound().bounds(), situation.request().placements());
    verdict(json, Verdict.of(recording.decided()));
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, DecisionRequest request, Redaction redaction)
      throws IOException {
    json.writeStringField("at", request.now().toString());
    json.writeStringField("visitor", request.visitor());
    json.writeStringField("channel", request.channel());
    json.writeArrayFieldStart("placements");
    for (var placement : request.placements()) {
      json.writeStartObject();
      json.writeStringField("id", placement.id());
      json.writeStringField("channel", placement.channel());
      text(json, "content", placement.content());
      json.writeEndObject();
    }
    json.writeEndArray();
    RecordedContext.write(json, redaction.context(request.context()));
  }

  private static void model(JsonGenerator json, @Nullable BuyingModel model) throws IOException {
    if (model == null) {
      return;
    }
    json.writeStringField("fitted", model.fitted().toString());
    json.writeArrayFieldStart("model");
    for (var parameter : model.parameters()) {
      json.writeNumber(parameter);
    }
    json.writeEndArray();
  }

  private static @Nullable BuyingModel model(JsonNode json) {
    if (!json.has("model")) {
      return null;
    }
    var parameters = json.path("model").valueStream().mapToDouble(JsonNode::asDouble).toArray();
    return BuyingModel.of(parameters, Instant.parse(json.path("fitted").asText()));
  }

  private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
    texts(json, "segments", verdict.segments());
    json.writeArrayFieldStart("choices");
    for (var choice : verdict.choices()) {
      json.writeStartObject();
      json.writeStringField("placement", choice.placement());
      json.writeStringField("outcome", choice.outcome().word());
      text(json, "campaign", choice.campaign());
      text(json, "experiment", choice.experiment());
      text(json, "variation", choice.variation());
      text(json, "content", choice.content());
      texts(json, "products", choice.products());
      text(json, "rule", choice.rule());
      text(json, "drawn", choice.drawn());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /**
   * Reads one back.
   *
   * @throws IllegalArgumentException when another version of the server wrote it
   */
  static Recorded read(JsonNode json) {
    var placements = new ArrayList<Placement>();
    for (var placement : json.path("placements")) {
      placements.add(
          new Placement(
              placement.path("id").asText(),
              placement.path("channel").asText(),
              maybe(placement, "content")));
    }
    return new Recorded(
        json.path("id").asText(),
        Instant.parse(json.path("at").asText()),
        json.path("visitor").asText(),
        json.path("channel").asText(),
        json.path("ruleset").asText(),
        json.path("catalogue").asLong(),
        json.path("experiments").asText(),
        placements,
        RecordedContext.read(json),
        profile(json),
        new LinkedHashSet<>(texts(json, "failed")),
        verdict(json),
        model(json),
        RecordedTrends.read(json),
        RecordedRates.read(json),
        RecordedBounds.read(json));
  }

  private static Profile profile(JsonNode json) {
    try {
      return Profile.decoded(json.path("profile").binaryValue());
    } catch (IOException impossibleInMemory) {
      throw new UncheckedIOException(impossibleInMemory);
    }
  }

  private static Verdict verdict(JsonNode json) {
    var choices = new ArrayList<Choice>();
    for (var choice : json.path("choices")) {
      choices.add(
          new Choice(
              choice.path("placement").asText(),
              Outcome.valueOf(choice.path("outcome").asText().toUpperCase(Locale.ROOT)),
              maybe(choice, "campaign"),
              maybe(choice, "experiment"),
              maybe(choice, "variation"),
              maybe(choice, "content"),
              texts(choice, "products"),
              maybe(choice, "rule"),
              maybe(choice, "drawn")));
    }
    return new Verdict(choices, texts(json, "segments"));
  }

  static void text(JsonGenerator json, String field, @Nullable String value) throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void texts(JsonGenerator json, String field, Iterable<String> values)
      throws IOException {
    if (values.iterator().hasNext()) {
      json.writeArrayFieldStart(field);
      for (var value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }

  static @Nullable String maybe(JsonNode json, String field) {
    var value = json.get(field);
    return value == null ? null : value.asText();
  }

  private static List<String> texts(JsonNode json, String field) {
    var texts = new ArrayList<String>();
    json.path(field).forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
