package io.knowfirst.server.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import java.util.Locale;

/** A request that a test sent, and its answer. */
record Exchange(
    String method,
    String path,
    String sentType,
    String sent,
    int status,
    HttpHeaders headers,
    String body) {
  private static final ObjectMapper JSON = new ObjectMapper();

  String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** The answer's media type without parameters. */
  String type() {
    var type = header("Content-Type");
    return type == null ? "" : type.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(this + ": " + body, e);
    }
  }

  /** The first error's pointer, a colon, and what was expected. */
  String error() {
    var error = json().path("errors").path(0);
    return error.path("pointer").asText() + ": " + error.path("expected").asText();
  }

  String problem() {
    return json().path("type").asText().replace("urn:knowfirst:problem:", "");
  }

  /** The visitor cookie that the answer sets, as a request sends it back. */
  String cookie() {
    var set = header("Set-Cookie");
    return set == null ? null : set.replaceAll(";.*", "");
  }

  @Override
  public String toString() {
    return method + " " + path + " -> " + status + " " + body;
  }
}
