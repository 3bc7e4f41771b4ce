package io.knowfirst.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The upper bound: bare Vert.x on two event loops that takes the same request bytes, parses them,
 * writes the same answer bytes and decides nothing. Arguments: port, file with the answer.
 */
public final class Twin extends AbstractVerticle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port;
  private final JsonNode answer;

  private Twin(int port, JsonNode answer) {
    this.port = port;
    this.answer = answer;
  }

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    var answer = JSON.readTree(Files.readAllBytes(Path.of(args[1])));
    Vertx.vertx()
        .deployVerticle(() -> new Twin(port, answer), new DeploymentOptions().setInstances(2))
        .onSuccess(id -> System.out.println("twin on " + port))
        .onFailure(
            failed -> {
              failed.printStackTrace();
              System.exit(1);
            });
  }

  @Override
  public void start() {
    vertx.createHttpServer().requestHandler(this::handle).listen(port, "127.0.0.1");
  }

  private void handle(HttpServerRequest request) {
    request.body().onSuccess(body -> request.response().end(answer(body)));
  }

  private Buffer answer(Buffer body) {
    try {
      var parsed = JSON.readTree(body.getBytes());
      return Buffer.buffer(JSON.writeValueAsBytes(parsed.isEmpty() ? parsed : answer));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
