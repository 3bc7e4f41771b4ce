package io.knowfirst.server.cli.remote;

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
import org.jspecify.annotations.Nullable;

/** A running server, as a client with a key sees it. */
public final class RemoteServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LINES = "application/x-ndjson";
  private static final int TRIES = 6;
  private static final long PAUSE_MS = 500;

  private final Vertx vertx;
  private final URI address;
  private final String key;
  private final String needs;
  private final WebClient client;

  /**
   * @param needs advice for a key that is not accepted: which kind the command needs
   */
  public RemoteServer(Vertx vertx, URI address, String key, int connections, String needs) {
    this.vertx = vertx;
    this.needs = needs;
    this.address = address;
    this.key = key;
    this.client =
        WebClient.create(
            vertx,
            new WebClientOptions().setUserAgent("knowfirst"),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /**
   * What came back.
   *
   * @param status 200 to 499
   */
  public record Answer(int status, JsonNode body) {
    /** Whether the server did it. */
    public boolean taken() {
      return status < 300;
    }

    /** Of a refusal, in one line. */
    public String problem() {
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
   * @return fails with {@link RemoteException} when the server does not answer, does not know the
   *     key, or cannot take it even later
   */
  public Future<Answer> post(String path, JsonNode body) {
    return post(path, "application/json", Buffer.buffer(body.toString()), 1);
  }

  /** The same of NDJSON lines. */
  public Future<Answer> postLines(String path, String lines) {
    return post(path, LINES, Buffer.buffer(lines), 1);
  }

  /** Puts a stream of NDJSON lines. */
  public Future<Answer> put(String path, ReadStream<Buffer> lines) {
    return request(HttpMethod.PUT, path, LINES)
        .sendStream(lines)
        .transform(sent -> answer(path, sent.result(), sent.cause()));
  }

  /**
   * Asks once, for whatever the server answers: refusals, too, but that of the key.
   *
   * @param body JSON; null for none
   */
  public Future<Answer> ask(HttpMethod method, String path, @Nullable JsonNode body) {
    var request = request(method, path, "application/json");
    return ask(path, request, body);
  }

  /** As above, to change what still has this tag; an asterisk for any. */
  public Future<Answer> ask(
      HttpMethod method, String path, @Nullable JsonNode body, String ifMatch) {
    return ask(
        path, request(method, path, "application/json").putHeader("If-Match", ifMatch), body);
  }

  /** Posts what takes long: as {@link #ask}, while lines of progress keep the connection alive. */
  public Future<Answer> askLong(String path, JsonNode body) {
    var request =
        request(HttpMethod.POST, path, "application/json")
            .putHeader("Accept", LINES + ", application/json");
    return ask(path, request, body);
  }

  private Future<Answer> ask(String path, HttpRequest<Buffer> request, @Nullable JsonNode body) {
    var sent = body == null ? request.send() : request.sendBuffer(Buffer.buffer(body.toString()));
    return sent.transform(
        done -> {
          var response = done.result();
          return response != null && response.statusCode() != 401 && response.statusCode() < 500
              ? Future.succeededFuture(new Answer(response.statusCode(), json(response)))
              : answer(path, response, done.cause());
        });
  }

  @Override
  public void close() {
    client.close();
  }

  private Future<Answer> post(String path, String type, Buffer body, int attempt) {
    return request(HttpMethod.POST, path, type)
        .sendBuffer(body)
        .transform(
            sent -> {
              var response = sent.result();
              boolean busy =
                  response != null
                      && (response.statusCode() == 503 || response.statusCode() == 429);
              return busy && attempt < TRIES
                  ? later(attempt).compose(waited -> post(path, type, body, attempt + 1))
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
          new RemoteException(
              "server is %s, which does not answer: %s. Maybe it is not running, or on another port?"
                  .formatted(address, failure.getMessage()),
              failure));
    }
    var answer = new Answer(response.statusCode(), json(response));
    if (answer.status() == 401 || answer.status() == 403) {
      return Future.failedFuture(
          new RemoteException(
              "key is not accepted: %s. %s".formatted(stopped(answer.problem()), needs)));
    }
    if (answer.status() == 404 || answer.status() >= 500 || answer.status() == 429) {
      return Future.failedFuture(
          new RemoteException(
              "%s of %s answers %d: %s"
                  .formatted(path, address, answer.status(), answer.problem())));
    }
    return Future.succeededFuture(answer);
  }

  private static String stopped(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /** Of lines, the last: those before it tell of progress. */
  private static String last(HttpResponse<Buffer> response, String body) {
    return LINES.equals(response.getHeader("Content-Type"))
        ? body.lines().reduce("", (before, line) -> line)
        : body;
  }

  private static JsonNode json(HttpResponse<Buffer> response) {
    var body = response.bodyAsString();
    try {
      return body == null ? JSON.createObjectNode() : JSON.readTree(last(response, body));
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("detail", body);
    }
  }
}
