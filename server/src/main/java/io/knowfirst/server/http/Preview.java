package io.knowfirst.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a link for a preview says: which version decides, for whom, and until when it may be opened.
 * It stands signed in the link itself, so nothing is stored of it.
 *
 * @param ruleset hash of the version
 * @param situation in the shape of a simulation's body, but for what the page says itself
 */
record Preview(String ruleset, ObjectNode situation, Instant until) {
  /** The header in which a page sends the token of its link. */
  static final CharSequence HEADER = HttpHeaders.createOptimized("X-Preview");

  /** A note about a link that shows nothing any more. */
  static final String INVALID = "preview-invalid";

  static final String INVALID_TEXT =
      "The preview link has ended or was altered, so this is the ordinary decision. Maybe make a new one with POST"
          + " /v1/previews.";
  private static final ObjectMapper MAPPER = new ObjectMapper(Json.FACTORY);
  private static final List<String> OF_PAGE = List.of("placements", "channel", "context");

  /** Whether a page asks for a preview, with whatever token. */
  static boolean isAsked(HttpServerRequest request) {
    return request.headers().contains(HEADER);
  }

  /** The preview that a request's token stands for; empty where it has ended or was altered. */
  static Optional<Preview> of(HttpServerRequest request, Access access, Instant now) {
    var token = request.getHeader(HEADER);
    return (token == null ? Optional.<String>empty() : access.preview(token))
        .map(Preview::parse)
        .filter(preview -> preview.until.isAfter(now));
  }

  String text() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("ruleset", ruleset).put("until", until.getEpochSecond());
    json.set("situation", situation);
    return json.toString();
  }

  private static Preview parse(String text) {
    try {
      var json = MAPPER.readTree(text);
      return new Preview(
          json.path("ruleset").asText(),
          (ObjectNode) json.path("situation"),
          Instant.ofEpochSecond(json.path("until").asLong()));
    } catch (IOException e) {
      throw new UncheckedIOException("Signed by this server, and no JSON", e);
    }
  }

  /**
   * The body of a simulation for this page: its own placements that the version has, of one channel
   * that its key may ask for, and its context. Null where there is nothing to decide.
   */
  @Nullable ObjectNode body(JsonNode page, Map<String, Placement> known, Caller caller) {
    var body = situation.deepCopy();
    for (var field : OF_PAGE) {
      if (page.has(field)) {
        body.set(field, page.get(field));
      }
    }
    var seen = new HashSet<String>();
    var asked = body.putArray("placements");
    var channel = page.path("channel").asText();
    for (var id : page.path("placements")) {
      var placement = known.get(id.asText());
      if (placement == null || !caller.mayAskFor(placement.channel())) {
        continue;
      }
      channel = channel.isEmpty() ? placement.channel() : channel;
      if (placement.channel().equals(channel) && seen.add(placement.id())) {
        asked.add(placement.id());
      }
    }
    return asked.isEmpty() ? null : body;
  }

  /** Who opens the link stands for whoever made it, with the placements of the page's own key. */
  static Asker asker(Caller page) {
    return Asker.trusted(new Caller(page.key(), KeyKind.SECRET, Set.of(), page.channels()));
  }
}
