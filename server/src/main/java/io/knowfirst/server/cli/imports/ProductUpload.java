package io.knowfirst.server.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.knowfirst.server.cli.remote.RemoteServer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;

/**
 * What the server said to an upload of products.
 *
 * @param stored lines taken
 * @param changed products that were new or different
 * @param rejected lines refused
 * @param errors the first of the reasons
 * @param version of the catalogue afterwards
 */
record ProductUpload(long stored, long changed, long rejected, JsonNode errors, long version) {

  /**
   * Sends the lines and waits.
   *
   * @throws ImportException when the server cannot be reached or refuses all of them
   */
  static ProductUpload send(
      Vertx vertx, RemoteServer server, Iterator<String> lines, Progress progress) {
    return send(vertx, server, "/v1/catalogue", lines, progress);
  }

  /**
   * The same to another address.
   *
   * @param path with its query
   */
  static ProductUpload send(
      Vertx vertx, RemoteServer server, String path, Iterator<String> lines, Progress progress) {
    var counted =
        new Iterator<String>() {
          @Override
          public boolean hasNext() {
            return lines.hasNext();
          }

          @Override
          public String next() {
            progress.step();
            return lines.next();
          }
        };
    var context = vertx.getOrCreateContext();
    var sent = Promise.<RemoteServer.Answer>promise();
    context.runOnContext(
        now -> server.put(path, new LineStream(context, counted)).onComplete(sent));
    var answer = sent.future().await();
    progress.end();
    if (!answer.taken()) {
      throw new ImportException("The server refuses the products: " + answer.problem());
    }
    var body = answer.body();
    return new ProductUpload(
        body.path("stored").asLong(),
        body.path("changed").asLong(),
        body.path("rejected").asLong(),
        body.path("errors"),
        body.path("version").asLong());
  }
}
