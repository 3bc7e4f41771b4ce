package io.knowfirst.server.decide;

import com.fasterxml.jackson.core.JsonGenerator;
import io.knowfirst.rules.base.Firing;
import io.knowfirst.rules.base.Membership;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.server.model.Decision;
import io.knowfirst.server.model.Decision.Basis;
import io.knowfirst.server.model.Decision.Placed;
import io.knowfirst.server.model.HoldoutAssignment;
import io.knowfirst.server.model.Reason;
import io.knowfirst.server.model.Reason.Granted;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was decided and why, fact by fact, as JSON: the same for the answer's reason and for
 * the log.
 */
public final class Explanation {
  private final JsonGenerator json;
  private final Instant at;
  private final Redaction redaction;

  private Explanation(JsonGenerator json, Instant at, Redaction redaction) {
    this.json = json;
    this.at = at;
    this.redaction = redaction;
  }

  /** The members of a reason, into an object that the caller has opened. */
  public static void writeReason(JsonGenerator json, Reason reason, Instant at) throws IOException {
    new Explanation(json, at, Redaction.NONE).reason(reason);
  }

  /** As {@link #writeReason}, for whoever holds the page: only what the caller itself can mend. */
  public static void writePublicReason(JsonGenerator json, Reason reason) throws IOException {
    notes(json, reason.notes().stream().filter(note -> note.code().isOfRequest()).toList());
  }

  /** The holdout of a placement, where one was drawn. */
  public static void writeHoldout(JsonGenerator json, @Nullable HoldoutAssignment held)
      throws IOException {
    if (held != null) {
      json.writeObjectFieldStart("holdout");
      json.writeStringField("scope", held.scope());
      json.writeStringField("campaign", held.campaign());
      json.writeStringField("arm", HoldoutAssignment.word(held.arm()));
      json.writeNumberField("propensity", held.propensity());
      json.writeEndObject();
    }
  }

  /** A fact with its values, its age and the events it comes from. */
  public static void writeFact(JsonGenerator json, Fact fact, Instant at) throws IOException {
    new Explanation(json, at, Redaction.NONE).fact(fact);
  }

  /** A segment that a visitor is in, and why. */
  static void writeMembership(JsonGenerator json, Membership membership, Instant at)
      throws IOException {
    new Explanation(json, at, Redaction.NONE).membership(membership);
  }

  /** A value of a fact. */
  public static void writeValue(JsonGenerator json, Object value) throws IOException {
    new Explanation(json, Instant.EPOCH, Redaction.NONE).scalar(value);
  }

  /** The whole decision as the log keeps it. */
  static void write(
      JsonGenerator json,
      Decision decision,
      String channel,
      Redaction redaction,
      boolean prefetched)
      throws IOException {
    new Explanation(json, decision.at(), redaction).decision(decision, channel, prefetched);
  }

  private void decision(Decision decision, String channel, boolean prefetched) throws IOException {
    json.writeStartObject();
    json.writeStringField("decisionId", decision.id());
    json.writeObjectFieldStart("visitor");
    json.writeStringField("id", redaction.visitor() ? Redaction.LEFT_OUT : decision.visitor());
    json.writeEndObject();
    json.writeStringField("at", Timestamp.of(decision.at()));
    json.writeStringField("channel", channel);
    if (prefetched) {
      json.writeBooleanField("prefetched", true);
    }
    json.writeStringField("ruleset", decision.ruleset());
    json.writeNumberField("catalogue", decision.catalogue());
    json.writeArrayFieldStart("decisions");
    for (var placed : decision.placements()) {
      placed(placed);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void placed(Placed placed) throws IOException {
    json.writeStartObject();
    json.writeStringField("placement", placed.placement());
    json.writeStringField("outcome", placed.outcome().word());
    if (placed.by() instanceof Decision.Ruled rule) {
      json.writeStringField("campaign", rule.campaign());
      json.writeStringField("style", rule.style().word());
    }
    if (placed.by() instanceof Decision.Tested tested) {
      json.writeObjectFieldStart("experiment");
      json.writeStringField("id", tested.experiment());
      json.writeStringField("variation", tested.variation());
      json.writeNumberField("phase", tested.phase());
      json.writeNumberField("bucket", tested.bucket());
      json.writeNumberField("propensity", tested.propensity());
      json.writeStringField("source", tested.source().name().toLowerCase(Locale.ROOT));
      json.writeEndObject();
    }
    writeHoldout(json, placed.holdout());
    var shown = placed.content();
    if (shown != null) {
      json.writeObjectFieldStart("content");
      json.writeStringField("id", shown.id());
      json.writeArrayFieldStart("products");
      for (var product : shown.products()) {
        json.writeString(product.id());
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeObjectFieldStart("reason");
    reason(placed.reason());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void reason(Reason reason) throws IOException {
    var firing = reason.firing();
    if (firing != null) {
      json.writeStringField("rule", firing.rule());
    }
    json.writeArrayFieldStart("segments");
    for (var segment : reason.segments()) {
      json.writeString(segment);
    }
    json.writeEndArray();
    if (firing != null) {
      evidence(firing);
      var oldest = firing.oldest();
      if (oldest != null) {
        json.writeNumberField("oldestFactSeconds", Math.max(0, age(oldest)));
      }
    }
    consents(reason.consents());
    products(reason.products());
    notes(json, reason.notes());
  }

  private void products(List<Basis> bases) throws IOException {
    if (bases.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("products");
    for (var basis : bases) {
      json.writeStartObject();
      json.writeStringField("id", basis.product());
      json.writeStringField("by", basis.by());
      json.writeStringField("text", basis.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void consents(List<Granted> consents) throws IOException {
    if (consents.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("consents");
    for (var consent : consents) {
      json.writeStartObject();
      json.writeStringField("purpose", consent.purpose());
      json.writeStringField("event", consent.origin().event());
      json.writeStringField("at", Timestamp.of(consent.origin().at()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void notes(JsonGenerator json, List<Reason.Note> notes) throws IOException {
    if (notes.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("notes");
    for (var note : notes) {
      json.writeStartObject();
      json.writeStringField("code", note.code().word());
      json.writeStringField("text", note.text());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void evidence(Firing firing) throws IOException {
    json.writeArrayFieldStart("facts");
    for (var fact : firing.facts()) {
      fact(fact);
    }
    json.writeEndArray();
    if (!firing.segments().isEmpty()) {
      json.writeArrayFieldStart("because");
      for (var membership : firing.segments()) {
        membership(membership);
      }
      json.writeEndArray();
    }
  }

  private void membership(Membership membership) throws IOException {
    json.writeStartObject();
    json.writeStringField("segment", membership.segment());
    json.writeStringField("kind", membership.kind());
    json.writeStringField("rule", membership.firing().rule());
    evidence(membership.firing());
    json.writeEndObject();
  }

  private void fact(Fact fact) throws IOException {
    json.writeStartObject();
    var type = fact.getClass().getSimpleName();
    json.writeStringField("fact", type);
    json.writeObjectFieldStart("values");
    for (var value : fact.values().entrySet()) {
      json.writeFieldName(value.getKey());
      scalar(redaction.value(type, value.getKey(), value.getValue()));
    }
    json.writeEndObject();
    var origins = fact.origins();
    if (!origins.isEmpty()) {
      json.writeNumberField("ageSeconds", Math.max(0, age(origins.get(0).at())));
      json.writeArrayFieldStart("origins");
      for (var origin : origins) {
        json.writeStartObject();
        json.writeStringField("event", origin.event());
        json.writeStringField("source", origin.source());
        json.writeStringField("at", Timestamp.of(origin.at()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** Whole seconds since then. */
  private long age(Instant then) {
    long seconds = at.getEpochSecond() - then.getEpochSecond();
    return at.getNano() < then.getNano() ? seconds - 1 : seconds;
  }

  private void scalar(Object value) throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else {
      json.writeString(value.toString());
    }
  }
}
