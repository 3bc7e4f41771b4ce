package io.knowfirst.server.boot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A browser with one cookie, on a page that has the site key and perhaps a visitor's token. */
final class Browser {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final TestServer server;
  private final int port;

  /** As it is sent; empty for none. */
  String cookie = "";

  /** Of a page of somebody who has signed in; empty for none. */
  String token = "";

  Browser(TestServer server) {
    this(server, server.port());
  }

  /** Speaks to another member with the same keys. */
  Browser(TestServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** What the placement hero shows: known, tested or default. */
  String hero() {
    return decide("\"placements\":[\"hero\"]").at("/decisions/0/outcome").asText();
  }

  String visitor() {
    return decide("\"placements\":[\"hero\"]").at("/visitor/id").asText();
  }

  JsonNode decide(String fields) {
    return post("/v1/decisions", "{" + fields + "}");
  }

  JsonNode send(String event) {
    return post("/v1/events", event);
  }

  JsonNode reset() {
    return post("/v1/visitors/reset", "{}");
  }

  private JsonNode post(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("X-API-Key", server.key(KeyKind.SITE))
            .header("Content-Type", "application/json")
            .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (!token.isEmpty()) {
      request.header("X-Visitor-Token", token);
    }
    try {
      var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(set -> cookie = set.substring(0, set.indexOf(';')));
      if (answer.statusCode() != 200) {
        throw new AssertionError(path + " -> " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
