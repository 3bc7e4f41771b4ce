package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.knowfirst.server.wire.ReducedJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The OpenAPI file, to which every exchange of the tests is held. */
final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Integer> ANYWHERE = Set.of(400, 404, 405, 408, 414, 421, 429, 431, 503);

  private final JsonNode root = read();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  /** Fails unless the contract has this answer, and the request where it was taken. */
  void check(Exchange exchange) {
    var operation = operation(exchange);
    if (operation == null) {
      assertThat(exchange.status()).as("%s is not in the contract", exchange).isIn(ANYWHERE);
      checkProblem(exchange);
      return;
    }
    var name = exchange.method() + " " + template(exchange.path()) + " " + exchange.status();
    var response = resolve(operation.path("responses").path("" + exchange.status()));
    if (response.isMissingNode() && ANYWHERE.contains(exchange.status())) {
      checkProblem(exchange);
      return;
    }
    if (response.isMissingNode() && exchange.status() == 304) {
      // Whatever is answered to GET may be the same as before.
      assertThat(exchange.method()).isIn("GET", "HEAD");
      assertThat(exchange.body()).isEmpty();
      return;
    }
    assertThat(response.isMissingNode()).as("%s is not in the contract", name).isFalse();
    checkHeaders(exchange, response);
    if (!response.has("content")) {
      assertThat(exchange.body()).isEmpty();
      seen.add(name);
      return;
    }
    if (exchange.method().equals("HEAD")) {
      assertThat(exchange.body()).isEmpty();
      return;
    }
    var type = exchange.type();
    var content = response.path("content").path(type);
    assertThat(content.isMissingNode()).as("%s as %s is not in the contract", name, type).isFalse();
    checkBody(content, exchange.body(), type, "answer of " + exchange);
    seen.add(name + " " + type);
    if (exchange.status() < 300 && operation.has("requestBody")) {
      checkRequest(exchange, operation);
    }
  }

  /** Answers of the contract that no exchange has shown. */
  Set<String> unseen() {
    var all = new TreeSet<String>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            operation
                                .getValue()
                                .path("responses")
                                .properties()
                                .forEach(
                                    response ->
                                        names(
                                            operation.getKey().toUpperCase(java.util.Locale.ROOT)
                                                + " "
                                                + path.getKey()
                                                + " "
                                                + response.getKey(),
                                            resolve(response.getValue()),
                                            all))));
    all.removeAll(seen);
    return all;
  }

  /** Of a stream that does not end, which other tests look at. */
  void see(String answer) {
    seen.add(answer);
  }

  JsonNode root() {
    return root;
  }

  Iterable<String> faults(JsonNode schema, JsonNode value) {
    return schema(schema).validate(value).stream().map(e -> e.toString()).toList();
  }

  private static void names(String name, JsonNode response, Set<String> all) {
    if (!response.has("content")) {
      all.add(name);
    }
    response.path("content").fieldNames().forEachRemaining(type -> all.add(name + " " + type));
  }

  private void checkRequest(Exchange exchange, JsonNode operation) {
    if (exchange.sent().isEmpty() && !operation.at("/requestBody/required").asBoolean()) {
      return;
    }
    var sent = exchange.sentType();
    var content = operation.path("requestBody").path("content").path(sent);
    assertThat(content.isMissingNode()).as("%s took %s", exchange, sent).isFalse();
    checkBody(content, exchange.sent(), sent, "request of " + exchange);
  }

  private void checkBody(JsonNode content, String body, String type, String what) {
    if (type.equals("application/zip")) {
      return;
    }
    if (!type.contains("json")) {
      if (!content.path("schema").path("type").asText().equals("string")) {
        checkJson(content, body, what);
      }
      return;
    }
    if (type.contains("ndjson") || type.contains("jsonl")) {
      if (what.startsWith("answer")) {
        body.lines().forEach(line -> checkJson(content, line, what));
      }
      return;
    }
    checkJson(content, body, what);
  }

  private void checkJson(JsonNode content, String body, String what) {
    try {
      var reduced = ReducedJson.of(body.getBytes(StandardCharsets.UTF_8));
      assertThat(faults(content.path("schema"), JSON.readTree(reduced))).as(what).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(what + ": " + body, e);
    }
  }

  void checkProblem(Exchange exchange) {
    if (exchange.path().startsWith("/ofrep/")) {
      assertThat(exchange.type()).as("%s", exchange).isEqualTo("application/json");
      var shape = root.at("/components/responses/OfrepRefused/content/application~1json");
      checkJson(shape, exchange.body(), "problem of " + exchange);
      return;
    }
    assertThat(exchange.type()).as("%s", exchange).isEqualTo("application/problem+json");
    var problem = root.at("/components/responses/NotFound/content/application~1problem+json");
    checkJson(problem, exchange.body(), "problem of " + exchange);
  }

  private void checkHeaders(Exchange exchange, JsonNode response) {
    response
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (resolve(header.getValue()).path("required").asBoolean()) {
                assertThat(exchange.header(header.getKey()))
                    .as("%s of %s", header.getKey(), exchange)
                    .isNotNull();
              }
            });
    assertThat(exchange.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  private JsonNode operation(Exchange exchange) {
    var operation =
        root.path("paths")
            .path(template(exchange.path()))
            .path(
                exchange.method().equals("HEAD")
                    ? "get"
                    : exchange.method().toLowerCase(java.util.Locale.ROOT));
    return operation.isMissingNode() ? null : operation;
  }

  private static String template(String path) {
    var plain = path.replaceAll("\\?.*", "");
    if (plain.matches("/v1/rulesets/[^/]+(/(rollback|approve))?")
        && !plain.matches("/v1/rulesets/(diff|check)")) {
      return plain.replaceFirst("/v1/rulesets/[^/]+", "/v1/rulesets/{hash}");
    }
    if (plain.startsWith("/v1/drafts/")) {
      return plain
          .replaceAll("^(/v1/drafts)/[^/]+", "$1/{id}")
          .replaceAll("/files/.+$", "/files/{path}")
          .replaceAll("/(submit|withdraw|approve|reject|publish|schedule|cancel)$", "/{step}");
    }
    return plain
        .replaceAll("^(/ofrep/v1/evaluate/flags)/[^/]+$", "$1/{key}")
        .replaceAll("^/v1/(b|import)/?$", "/v1/batch")
        .replaceAll("^/v1/(track|page|screen|identify|group|alias|t|p|s|i|g|a)/?$", "/v1/{call}")
        .replaceAll("^/v1/decisions/[^/]+/?$", "/v1/decisions/{id}")
        .replaceAll("^/v1/catalogue/[^/]+$", "/v1/catalogue/{id}")
        .replaceAll("^/v1/feeds/[^/]+$", "/v1/feeds/{feed}")
        .replaceAll("^/v1/visitors/(?!token$|reset$)[^/]+(/export)?$", "/v1/visitors/{id}$1")
        .replaceAll("^/v1/visitors/[^/]+/ids$", "/v1/visitors/{id}/ids")
        .replaceAll("^/v1/visitors/[^/]+/ids/[^/]+$", "/v1/visitors/{id}/ids/{other}")
        .replaceAll(
            "^/v1/experiments/[^/]+/(report|graduate|share|notes)$", "/v1/experiments/{id}/$1")
        .replaceAll("^/v1/experiments/[^/]+$", "/v1/experiments/{id}")
        .replaceAll(
            "^/v1/experiments/[^/]+/(start|pause|decide|stop|archive)$",
            "/v1/experiments/{id}/{step}")
        .replaceAll("^/client/[^/]+$", "/client/{file}")
        .replaceAll("^/v1/experiments/[^/]+/notes/[^/]+$", "/v1/experiments/{id}/notes/{number}")
        .replaceAll("^/v1/users/[^/]+(/link)?$", "/v1/users/{id}$1")
        .replaceAll("^/v1/keys/[^/]+$", "/v1/keys/{id}")
        .replaceAll("^/v1/audiences/[^/]+(/decisions)?$", "/v1/audiences/{segment}$1")
        .replaceAll("^/v1/webhooks/[^/]+(/[a-z]+)?$", "/v1/webhooks/{id}$1")
        .replaceAll("^/shared/[^/]+$", "/shared/{token}")
        .replaceAll("^/v1/campaigns/[^/]+/report$", "/v1/campaigns/{campaign}/report")
        .replaceAll("^/reports/campaigns/[^/]+", "/reports/campaigns/{campaign}")
        .replaceAll("^/reports/(?!ledger|plan|programme|pressure)[^/]+$", "/reports/{id}");
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? root.at(node.get("$ref").asText().substring(1)) : node;
  }

  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema,
        s -> {
          ObjectNode whole = JSON.createObjectNode();
          whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
          whole.putArray("allOf").add(s);
          whole.set("components", root.get("components"));
          return registry.getSchema(whole);
        });
  }

  private static JsonNode read() {
    try (var stream = Contract.class.getResourceAsStream("/openapi.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
