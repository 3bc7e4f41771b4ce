package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies, in and out. */
class GzipTest {
  private static final String QUESTION =
      "{\"visitor\":{\"id\":\"v-1\"},\"placements\":[\"home-hero\"]}";

  private static TestApi api;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    api = TestApi.start();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void a_gzip_body_is_read_like_any_other(String encoding) throws Exception {
    api.reset();
    assertThat(decide(gzip(QUESTION), encoding).statusCode()).isEqualTo(200);
    assertThat(api.asked.get(0).visitor()).isEqualTo("v-1");
  }

  @Test
  void more_than_fits_uncompressed_is_taken_up_to_a_mebibyte_after_inflation() throws Exception {
    var most = padded(Body.INFLATED);
    assertThat(decide(gzip(most), "gzip").statusCode()).isEqualTo(200);
    assertThat(decide(gzip(most + " "), "gzip").statusCode()).isEqualTo(413);
    assertThat(decide(padded(Body.LIMIT + 1).getBytes(StandardCharsets.UTF_8), "identity"))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(413);
  }

  @Test
  void a_zip_bomb_is_refused_and_its_room_is_given_back() throws Exception {
    var bomb = bomb(1 << 30);
    assertThat(bomb.length).isGreaterThan(1_000_000);
    var small = bomb(200 << 20);
    assertThat(small.length).isLessThan(Body.LIMIT);
    for (int i = 0; i < 20; i++) {
      var answer = decide(small, "gzip");
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(text(answer)).contains("1048576 bytes");
    }
    assertThat(api.metrics.get("knowfirst.http.body").gauge().value()).isZero();
  }

  @Test
  void what_is_no_gzip_or_broken_off_is_a_bad_request() throws Exception {
    var whole = gzip(padded(10_000));
    for (var bad :
        new byte[][] {
          QUESTION.getBytes(StandardCharsets.UTF_8),
          new byte[0],
          Arrays.copyOf(whole, whole.length / 2),
          Arrays.copyOf(whole, whole.length - 4)
        }) {
      assertThat(decide(bad, "gzip").statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflate", "br", "gzip, gzip", "zstd"})
  void other_encodings_are_refused_by_name(String encoding) throws Exception {
    var answer = decide(gzip(QUESTION), encoding);
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(text(answer)).contains("Content-Encoding", encoding, "gzip or none");
  }

  @Test
  void answers_over_a_kibibyte_are_compressed_for_who_takes_it() throws Exception {
    var contract = get("/openapi.yaml", "gzip");
    assertThat(contract.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(contract.headers().allValues("Vary").toString()).containsIgnoringCase("accept-enc");
    var text = new String(inflate(contract.body()), StandardCharsets.UTF_8);
    assertThat(text).startsWith("openapi: 3.1").hasSizeGreaterThan(3 * contract.body().length);
    assertThat(get("/openapi.yaml", "identity").headers().firstValue("Content-Encoding")).isEmpty();

    var both = QUESTION.replace("]", ",\"recommendations\"]");
    var answer = decide(gzip(both), "gzip", "Accept-Encoding", "gzip");
    assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
    var json = new JsonMapper().readTree(inflate(answer.body()));
    assertThat(json.at("/decisions/0/outcome").asText()).isEqualTo("known");

    var short1 = get("/health/live", "gzip");
    assertThat(short1.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(text(short1)).contains("live");
  }

  private static String padded(int length) {
    return QUESTION + " ".repeat(length - QUESTION.length());
  }

  private static HttpResponse<byte[]> decide(byte[] body, String encoding, String... more)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/v1/decisions"))
            .header("X-API-Key", api.secret)
            .header("Content-Type", "application/json")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body));
    for (int i = 0; i < more.length; i += 2) {
      request.header(more[i], more[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static HttpResponse<byte[]> get(String path, String accepted) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
            .header("Accept-Encoding", accepted);
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static byte[] inflate(byte[] body) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
  }

  static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(bytes)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] bomb(int size) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var blanks = new byte[1 << 20];
    Arrays.fill(blanks, (byte) ' ');
    try (var stream = new GZIPOutputStream(bytes)) {
      for (int i = 0; i < size; i += blanks.length) {
        stream.write(blanks);
      }
    }
    return bytes.toByteArray();
  }
}
