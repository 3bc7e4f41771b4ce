package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What no client of HTTP would send, written to the socket as it is. */
class BrokenHttpTest {
  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void whatIsNoHttpIsRefusedAsAProblemToo() throws IOException {
    assertThat(raw("GET /" + "x".repeat(5000) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 414 ")
        .contains("urn:knowfirst:problem:uri-too-long");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(17_000) + "\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 431 ")
        .contains("urn:knowfirst:problem:headers-too-large");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 400 ")
        .contains("urn:knowfirst:problem:bad-request");
  }

  @Test
  void aBodyFarTooLargeIsNotReadToItsEnd() throws IOException {
    assertThat(
            raw(
                "POST /v1/decisions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "X-API-Key: "
                    + api.secret
                    + "\r\nContent-Length: 999999999\r\n\r\n"))
        .containsPattern("^HTTP/1.[01] 413 ")
        .containsIgnoringCase("connection: close");
  }

  @Test
  void aBodyThatBreaksOffIsNoFailureOfTheServer() throws IOException {
    for (var path : List.of("PUT /v1/catalogue", "POST /v1/events")) {
      var type = path.startsWith("PUT") ? "application/x-ndjson" : "application/json";
      var answer =
          raw(
              path
                  + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nX-API-Key: "
                  + api.secret
                  + "\r\nContent-Type: "
                  + type
                  + "\r\n\r\nno length\r\n{");
      assertThat(answer).doesNotContain(" 500 ");
    }
    assertThat(api.metrics.find("knowfirst.http.problems").tag("type", "internal").counter())
        .isNull();
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.UTF_8));
      out.flush();
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      var answer = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        answer.append((char) c);
      }
      return answer.toString();
    }
  }
}
