package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.server.decide.Explanation;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Outcome;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Notes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes a decision as the page gets it. */
final class DecisionWriter {
  /** Of a content, these come from the server, whatever its author wrote. */
  private static final Set<String> OURS = Set.of("id", "products");

  private static final String LANGUAGE = "language";
  private static final String VALUE = "value";
  private static final Reason UNKNOWN =
      new Reason(
          null,
          List.of(),
          List.of(
              new Reason.Note(
                  Reason.Code.PLACEMENT_UNKNOWN,
                  "The rules have no such placement for this channel and key. Maybe the page is"
                      + " older or newer than the rules.")));

  private final JsonGenerator json;
  private final Instant at;
  private final boolean explains;

  private DecisionWriter(JsonGenerator json, Instant at, boolean explains) {
    this.json = json;
    this.at = at;
    this.explains = explains;
  }

  /**
   * @param asked the ids of placements, in the order they are answered; those that were not decided
   *     are not known
   * @param explains whether the caller may know rules, segments, facts and holdouts
   * @param notes what was left out of the request
   */
  static void write(
      JsonGenerator json, Decision decision, List<String> asked, boolean explains, Notes notes)
      throws IOException {
    new DecisionWriter(json, decision.at(), explains).write(decision, asked, notes);
  }

  /**
   * A content without its id, as a value: a scalar where its only field is {@code value}, else an
   * object.
   */
  static void writePayload(JsonGenerator json, Decision.Shown content, Instant at)
      throws IOException {
    var payload = content.payload();
    var writer = new DecisionWriter(json, at, false);
    if (payload.size() == 1 && payload.containsKey(VALUE) && content.products().isEmpty()) {
      writer.value(payload.get(VALUE));
      return;
    }
    json.writeStartObject();
    writer.fields(content);
    json.writeEndObject();
  }

  /** What one placement shows and why, into an object that the caller has opened. */
  static void writePlaced(JsonGenerator json, Decision.Placed placed, Instant at)
      throws IOException {
    new DecisionWriter(json, at, true).placed(placed);
  }

  /** A decision of a preview, which is kept nowhere: with its reasons, without tokens. */
  static void writePreview(JsonGenerator json, PreviewLinks.Shown shown) throws IOException {
    var preview = shown.preview();
    json.writeStartObject();
    json.writeStringField("decisionId", "preview");
    json.writeObjectFieldStart("visitor");
    json.writeStringField("id", "preview");
    json.writeEndObject();
    json.writeStringField("ruleset", preview.ruleset());
    json.writeArrayFieldStart("decisions");
    var traced = shown.traced();
    var decision = traced == null ? null : traced.decided().decision();
    var at = decision == null ? preview.until() : decision.at();
    new DecisionWriter(json, at, true)
        .each(shown.asked(), decision == null ? List.of() : decision.placements(), false);
    json.writeEndArray();
    json.writeObjectFieldStart("preview");
    json.writeStringField("until", preview.until().toString());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Decision decision, List<String> asked, Notes notes) throws IOException {
    json.writeStartObject();
    json.writeStringField("decisionId", decision.id());
    if (!decision.visitor().isEmpty()) {
      json.writeObjectFieldStart("visitor");
      json.writeStringField("id", decision.visitor());
      json.writeEndObject();
    }
    json.writeStringField("ruleset", decision.ruleset());
    json.writeArrayFieldStart("decisions");
    each(asked, decision.placements(), true);
    json.writeEndArray();
    var taken = decision.events();
    if (taken != null) {
      json.writeObjectFieldStart("events");
      json.writeNumberField("accepted", taken.accepted());
      json.writeNumberField("duplicates", taken.duplicates());
      if (taken.withheld() > 0) {
        json.writeNumberField("withheld", taken.withheld());
      }
      json.writeBooleanField("stored", taken.stored());
      json.writeEndObject();
    }
    notes.write(json);
    json.writeEndObject();
  }

  /**
   * Writes what was asked, one by one.
   *
   * @param placements those that were decided, in the order asked
   * @param tokens whether exposures are confirmed
   */
  private void each(List<String> asked, List<Decision.Placed> placements, boolean tokens)
      throws IOException {
    var decided = placements.iterator();
    var next = decided.hasNext() ? decided.next() : null;
    for (var placement : asked) {
      json.writeStartObject();
      if (next != null && next.placement().equals(placement)) {
        placed(next);
        Json.text(json, "token", tokens && !next.token().isEmpty() ? next.token() : null);
        next = decided.hasNext() ? decided.next() : null;
      } else {
        unknown(placement);
      }
      json.writeEndObject();
    }
  }

  private void unknown(String placement) throws IOException {
    json.writeStringField("placement", placement);
    json.writeStringField("outcome", Outcome.DEFAULT.word());
    json.writeObjectFieldStart("reason");
    reason(UNKNOWN);
    json.writeEndObject();
  }

  private void reason(Reason reason) throws IOException {
    if (explains) {
      Explanation.writeReason(json, reason, at);
    } else {
      Explanation.writePublicReason(json, reason);
    }
  }

  private void placed(Decision.Placed placed) throws IOException {
    json.writeStringField("placement", placed.placement());
    json.writeStringField("outcome", placed.outcome().word());
    Json.text(json, "campaign", placed.campaign());
    Json.text(
        json, "style", placed.by() instanceof Decision.Ruled rule ? rule.style().word() : null);
    var tested = placed.experiment();
    if (tested != null) {
      json.writeObjectFieldStart("experiment");
      json.writeStringField("id", tested.experiment());
      json.writeStringField("variation", tested.variation());
      json.writeNumberField("phase", tested.phase());
      json.writeEndObject();
    }
    if (explains) {
      Explanation.writeHoldout(json, placed.holdout());
    }
    content(placed.content());
    json.writeObjectFieldStart("reason");
    reason(placed.reason());
    json.writeEndObject();
  }

  private void content(Decision.@Nullable Shown content) throws IOException {
    if (content == null) {
      return;
    }
    json.writeObjectFieldStart("content");
    json.writeStringField("id", content.id());
    Json.text(json, LANGUAGE, content.language());
    fields(content);
    json.writeEndObject();
  }

  private void fields(Decision.Shown content) throws IOException {
    for (var entry : content.payload().entrySet()) {
      boolean ours =
          OURS.contains(entry.getKey())
              || (content.language() != null && entry.getKey().equals(LANGUAGE));
      if (!ours) {
        json.writeFieldName(entry.getKey());
        value(entry.getValue());
      }
    }
    if (!content.products().isEmpty()) {
      json.writeArrayFieldStart("products");
      for (var product : content.products()) {
        product(product);
      }
      json.writeEndArray();
    }
  }

  private void product(Product product) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", product.id());
    json.writeStringField("name", product.name());
    json.writeStringField("category", product.category());
    json.writeNumberField("price", product.price());
    Json.text(json, "url", product.url());
    Json.text(json, "image", product.image());
    if (!product.attributes().isEmpty()) {
      json.writeFieldName("attributes");
      value(product.attributes());
    }
    json.writeEndObject();
  }

  private void value(@Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        value(entry.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      json.writeStartArray();
      for (var item : list) {
        value(item);
      }
      json.writeEndArray();
    } else {
      plain(value);
    }
  }

  private void plain(@Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Integer || value instanceof Long) {
      json.writeNumber(((Number) value).longValue());
    } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      json.writeNumber(number.doubleValue());
    } else {
      json.writeString(value.toString());
    }
  }
}
