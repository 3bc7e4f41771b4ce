package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Json;
import io.knowfirst.server.wire.Notes;
import io.knowfirst.server.wire.PlacementReader;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a link for a preview says: which version decides, for whom, and until when it may be opened.
 * It stands signed in the link itself, so nothing is stored of it.
 *
 * @param ruleset hash of the version; of a draft as it was when the link was made
 * @param draft whose rules decide, as they are when a page asks; null for the version's
 * @param situation in the shape of a simulation's body, but for what the page says itself; or the
 *     name of a scenario
 */
record Preview(String ruleset, @Nullable String draft, ObjectNode situation, Instant until) {
  /** The header in which a page sends the token of its link. */
  static final CharSequence HEADER = HttpHeaders.createOptimized("X-Preview");

  /** What a page's address has before the token. */
  static final String QUERY = "kf_preview=";

  /** Of a situation: what holds instead of what the page says. */
  static final String CONTEXT = "context";

  /** Of a situation: whose visitor and context it has. */
  static final String SCENARIO = "scenario";

  static final int LONGEST_NAME = 500;

  /** A note about a link that shows nothing any more. */
  static final String INVALID = "preview-invalid";

  static final String INVALID_TEXT =
      "The preview link has ended or was altered, or its draft cannot decide any more, so this is the ordinary decision. Maybe make a new one with POST"
          + " /v1/previews.";
  private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY);
  private static final List<String> OF_PAGE = List.of("channel", CONTEXT);

  /** Whether a page asks for a preview, with whatever token. */
  static boolean isAsked(HttpServerRequest request) {
    return request.headers().contains(HEADER);
  }

  /** The preview that a request's token stands for; empty where it has ended or was altered. */
  static Optional<Preview> of(HttpServerRequest request, Services services) {
    var token = request.getHeader(HEADER);
    return (token == null ? Optional.<String>empty() : services.access().preview(token))
        .map(Preview::parse)
        .filter(preview -> preview.until.isAfter(services.clock().instant()));
  }

  String text() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("ruleset", ruleset).put("until", until.getEpochSecond());
    if (draft != null) {
      json.put("draft", draft);
    }
    json.set("situation", situation);
    return json.toString();
  }

  private static Preview parse(String text) {
    try {
      var json = MAPPER.readTree(text);
      return new Preview(
          json.path("ruleset").asText(),
          json.hasNonNull("draft") ? json.path("draft").asText() : null,
          (ObjectNode) json.path("situation"),
          Instant.ofEpochSecond(json.path("until").asLong()));
    } catch (IOException e) {
      throw new UncheckedIOException("Signed by this server, and no JSON", e);
    }
  }

  /** The same, by rules of this hash. */
  Preview by(String hash) {
    return new Preview(hash, draft, situation, until);
  }

  /** The scenario whose visitor it is for; null for none. */
  @Nullable String scenario() {
    return situation.hasNonNull(SCENARIO) ? situation.path(SCENARIO).asText() : null;
  }

  /** The clock of the decision; null for the moment, or the scenario's. */
  @Nullable Instant now() {
    return situation.hasNonNull("now") ? Instant.parse(situation.path("now").asText()) : null;
  }

  /** Of the body by which a link is made. */
  static ObjectNode situation(ObjectNode tree) {
    var body = tree.objectNode();
    for (var field : List.of("now", "visitor", SCENARIO)) {
      if (tree.hasNonNull(field)) {
        body.set(field, tree.get(field));
      }
    }
    if (tree.get("supposed") instanceof ObjectNode supposed) {
      var who = supposed.deepCopy();
      for (var field : List.of("events", CONTEXT)) {
        var said = who.remove(field);
        if (said != null) {
          body.set(field, said);
        }
      }
      body.set("visitor", who);
    }
    return body;
  }

  /** The page's placements, as far as the version has them and the page's key may ask for them. */
  static PlacementReader.Places places(JsonNode page, Map<String, Placement> known, Caller caller) {
    var body = Fields.of(page, At.ROOT, new Faults());
    return new PlacementReader(() -> known)
        .read(body, body.id("channel"), caller, false, new Notes());
  }

  /**
   * The body of a simulation of these placements, in the context of this page but for what the link
   * says of the context.
   */
  ObjectNode body(JsonNode page, List<Placement> placements) {
    var body = situation.deepCopy();
    for (var field : OF_PAGE) {
      if (page.has(field)) {
        body.set(field, page.get(field));
      }
    }
    if (situation.get(CONTEXT) instanceof ObjectNode said) {
      var context =
          body.get(CONTEXT) instanceof ObjectNode own ? own.deepCopy() : said.objectNode();
      body.set(CONTEXT, context.setAll(said));
    }
    var asked = body.putArray("placements");
    placements.forEach(placement -> asked.add(placement.id()));
    return body;
  }

  /** Who opens the link stands for whoever made it, with the placements of the page's own key. */
  static IdentifiedVisitor asker(Caller page) {
    return IdentifiedVisitor.trusted(
        Caller.key(page.id(), KeyKind.SECRET, null, Set.of(), page.channels()));
  }
}
