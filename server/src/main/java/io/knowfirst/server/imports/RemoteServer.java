package io.knowfirst.server.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.streams.ReadStream;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;

/** A running server, as a client with a secret key sees it. */
final class RemoteServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TRIES = 6;
  private static final long PAUSE_MS = 500;

  private final Vertx vertx;
  private final URI address;
  private final String key;
  private final WebClient client;

  RemoteServer(Vertx vertx, URI address, String key, int connections) {
    this.vertx = vertx;
    this.address = address;
    this.key = key;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions().setUserAgent("knowfirst-import"),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /**
   * What came back.
   *
   * @param status 200 to 499
   */
  record Answer(int status, JsonNode body) {
    boolean taken() {
      return status < 300;
    }

    /** Of a refusal, in one line. */
    String problem() {
      var errors = body.path("errors");
      if (errors.isEmpty()) {
        return body.path("detail").asText(body.path("title").asText("status " + status));
      }
      var first = errors.get(0);
      return "%s is %s, expected %s"
          .formatted(
              first.path("pointer").asText(),
              first.path("value").asText(),
              first.path("expected").asText());
    }
  }

  /**
   * Posts JSON; while the server cannot take it, tries again a few times.
   *
   * @return fails with {@link ImportException} when the server does not answer, does not know the
   *     key, or cannot take it even later
   */
  Future<Answer> post(String path, JsonNode body) {
    return post(path, Buffer.buffer(body.toString()), 1);
  }

  /** Puts a stream of NDJSON lines. */
  Future<Answer> put(String path, ReadStream<Buffer> lines) {
    return request(HttpMethod.PUT, path, "application/x-ndjson")
        .sendStream(lines)
        .transform(sent -> answer(path, sent.result(), sent.cause()));
  }

  @Override
  public void close() {
    client.close();
  }

  private Future<Answer> post(String path, Buffer body, int attempt) {
    return request(HttpMethod.POST, path, "application/json")
        .sendBuffer(body)
        .transform(
            sent -> {
              var response = sent.result();
              boolean busy =
                  response != null
                      && (response.statusCode() == 503 || response.statusCode() == 429);
              return busy && attempt < TRIES
                  ? later(attempt).compose(waited -> post(path, body, attempt + 1))
                  : answer(path, response, sent.cause());
            });
  }

  private Future<Void> later(int attempt) {
    var promise = Promise.<Void>promise();
    vertx.setTimer(PAUSE_MS << (attempt - 1), id -> promise.complete());
    return promise.future();
  }

  private HttpRequest<Buffer> request(HttpMethod method, String path, String type) {
    return client
        .requestAbs(method, address.resolve(path).toString())
        .putHeader("X-API-Key", key)
        .putHeader("Content-Type", type);
  }

  private Future<Answer> answer(String path, HttpResponse<Buffer> response, Throwable failure) {
    if (response == null) {
      return Future.failedFuture(
          new ImportException(
              "server is %s, which does not answer: %s. Maybe it is not running, or on another port?"
                  .formatted(address, failure.getMessage()),
              failure));
    }
    var answer = new Answer(response.statusCode(), json(response));
    if (answer.status() == 401 || answer.status() == 403) {
      return Future.failedFuture(
          new ImportException(
              "key is not accepted: %s. Maybe it is a site key? An import needs a secret key."
                  .formatted(answer.problem())));
    }
    if (answer.status() == 404 || answer.status() >= 500 || answer.status() == 429) {
      return Future.failedFuture(
          new ImportException(
              "%s of %s answers %d: %s"
                  .formatted(path, address, answer.status(), answer.problem())));
    }
    return Future.succeededFuture(answer);
  }

  private static JsonNode json(HttpResponse<Buffer> response) {
    var body = response.bodyAsString();
    try {
      return body == null ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("detail", body);
    }
  }
}
