package io.knowfirst.server.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** An answer of a running server that is read as it comes, and may be of any length. */
public final class RemoteStream {
  /** While the server is busy, for instance with what was asked before and stopped. */
  private static final int TRIES = 60;

  private static final long PAUSE_MS = 1_000;

  private RemoteStream() {}

  /**
   * Posts JSON; while the server cannot take it, tries again for a minute.
   *
   * @param accept the media type to be answered with
   * @return the answer, with status 200
   * @throws RemoteException when the server does not answer, or refuses
   */
  public static HttpResponse<InputStream> post(
      ServerOptions server, String path, JsonNode body, String accept) {
    var request =
        HttpRequest.newBuilder(server.server().resolve(path))
            .header("X-API-Key", server.key())
            .header("Content-Type", "application/json")
            .header("Accept", accept)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try {
      for (int left = TRIES; ; left--) {
        var response = client.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
          return response;
        }
        var answer =
            new RemoteServer.Answer(
                response.statusCode(), new JsonMapper().readTree(response.body()));
        boolean busy =
            answer.status() == 503 || answer.body().path("type").asText().endsWith(":busy");
        if (!busy || left == 0) {
          throw new RemoteException(
              "%s of %s answers %d: %s"
                  .formatted(path, server.server(), answer.status(), answer.problem()));
        }
        Thread.sleep(PAUSE_MS);
      }
    } catch (IOException away) {
      throw new RemoteException(
          "server is %s, which does not answer: %s. Maybe it is not running, or on another port?"
              .formatted(server.server(), away),
          away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RemoteException("interrupted", interrupted);
    }
  }
}
