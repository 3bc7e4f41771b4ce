package io.knowfirst.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.knowfirst.server.cli.remote.RemoteServer.Answer;
import io.knowfirst.server.cli.remote.ServerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The server whose rules are meant, and how its answers are told. */
final class RulesServer {
  private static final String NEEDS =
      "To change rules takes an admin key, to look at them a secret one.";
  private static final int SHORT = 12;

  private RulesServer() {}

  static Answer ask(
      ServerOptions options, HttpMethod method, String path, @Nullable JsonNode body) {
    return send(options, method, "/v1/rulesets" + path, body);
  }

  /** What rules would change; the query says which decisions. */
  static Answer replay(ServerOptions options, String query, JsonNode body) {
    var vertx = Vertx.vertx();
    try (var remote = new RemoteServer(vertx, options.server(), options.key(), 1, NEEDS)) {
      return remote.askLong("/v1/replay" + query, body).await();
    } finally {
      vertx.close().await();
    }
  }

  /** What is asked of drafts, whatever they are like by now. */
  static Answer draft(
      ServerOptions options, HttpMethod method, String path, @Nullable JsonNode body) {
    var vertx = Vertx.vertx();
    try (var remote = new RemoteServer(vertx, options.server(), options.key(), 1, NEEDS)) {
      return remote.ask(method, "/v1/drafts" + path, body, "*").await();
    } finally {
      vertx.close().await();
    }
  }

  /** How the rules in force live. */
  static Answer live(ServerOptions options) {
    return send(options, HttpMethod.GET, "/v1/rules", null);
  }

  /** A decision that nothing comes of. */
  static Answer simulate(ServerOptions options, JsonNode body) {
    return send(options, HttpMethod.POST, "/v1/simulate", body);
  }

  private static Answer send(
      ServerOptions options, HttpMethod method, String path, @Nullable JsonNode body) {
    var vertx = Vertx.vertx();
    try (var remote = new RemoteServer(vertx, options.server(), options.key(), 1, NEEDS)) {
      return remote.ask(method, path, body).await();
    } finally {
      vertx.close().await();
    }
  }

  /** A value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String shortened(String hash) {
    return hash.length() <= SHORT ? hash : hash.substring(0, SHORT);
  }

  /** Tells what became of a version, and the warnings that it has; the exit code. */
  static int tell(Answer answer, PrintWriter out, PrintWriter err) {
    if (!answer.taken()) {
      return refuse(answer, err);
    }
    var version = answer.body();
    findings(version, false, err);
    var hash = version.path("hash").asText();
    switch (answer.status()) {
      case 201 -> out.printf("%s is live%n", shortened(hash));
      case 202 ->
          out.printf(
              "%s waits for a second person: rules approve %s%n", shortened(hash), shortened(hash));
      default -> out.printf("%s was live already%n", shortened(hash));
    }
    out.flush();
    err.flush();
    return 0;
  }

  /** Tells a refusal with all findings; the exit code. */
  static int refuse(Answer answer, PrintWriter err) {
    findings(answer.body(), true, err);
    err.println(answer.problem());
    err.flush();
    return 1;
  }

  static void findings(JsonNode body, boolean hints, PrintWriter to) {
    for (var finding : body.path("findings")) {
      if (!hints && finding.path("severity").asText().equals("info")) {
        continue;
      }
      to.printf(
          "%s:%d:%d: %s: %s [%s]%n",
          finding.path("file").asText(),
          finding.path("line").asInt(),
          finding.path("column").asInt(),
          finding.path("severity").asText(),
          finding.path("message").asText(),
          finding.path("code").asText());
    }
  }
}
