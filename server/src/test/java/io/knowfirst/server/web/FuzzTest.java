package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a client sends makes the server fail. */
class FuzzTest {
  private static final int REQUESTS = 900;
  private static final List<String> BODIES =
      List.of(
          """
          {"visitor":{"id":"v-1"},"channel":"web","placements":["home-hero","recommendations"],
           "context":{"page":{"type":"product","category":"shoes"},"utm":{"source":"nl"},
           "geo":{"country":"DE"},"weather":{"condition":"rain","celsius":9}},
           "events":[{"type":"page","messageId":"e-1"}],"now":"2026-11-22T09:00:00Z"}""",
          """
          {"batch":[{"type":"track","event":"Order Completed","messageId":"e-1","userId":"v-1",
           "timestamp":"2026-11-22T09:00:00Z","properties":{"total":9.5,"products":[{"product_id":"p-77",
           "price":1.5,"quantity":2}]},"context":{"page":{"referrer":"https://a.example/"},"campaign":{"name":"x"}}},
           {"type":"consent","messageId":"e-2","userId":"v-1","purposes":{"ads":true}},
           {"type":"exposure","messageId":"e-3","userId":"v-1","token":"1.abc.def"}]}""",
          "{\"changes\":[{\"product\":\"p-77\",\"size\":\"M\",\"delta\":-1},{\"product\":\"p\",\"stock\":3}]}",
          "{\"visitor\":{\"id\":\"customer-42\"},\"validSeconds\":3600}",
          "{\"id\":\"p-1\"}\n{\"id\":\"p-2\"}\n",
          "{\"message\":\"m\",\"files\":{\"shop.yaml\":\"timezone: UTC\\ncurrency: EUR\\n\",\"placements.yaml\":\"[]\"}}",
          """
          {"visitor":{"traits":{"age":22},"consents":{"personalization":true},"known":true},
           "placements":["home-hero"],"context":{"weather":{"condition":"rain","celsius":9}},
           "events":[{"type":"track","event":"Order Completed","properties":{"product_id":"j",
           "category":"apparel.trousers.jeans"}}],"now":"2026-12-01T00:00:00Z",
           "why":["Jeans buyers see the jeans banner"],"whyCampaign":"rainy-day","ruleset":null}""",
          """
          {"sentAt":"2026-11-22 09:20:00","batch":[{"type":"track","event":"purchase","messageId":1,"userId":2,
           "timestamp":1763801999000,"sentAt":"2026-11-22T09:20:00+0100","properties":{"currency":"EUR",
           "value":"1.299,00 \u20ac","revenue":{"amount":"59,90","currency":"JPY"},"coupons":[{"code":"A"}],
           "items":[{"item_id":7,"item_category":"A > B","item_category2":"C","price":"1'299.00","quantity":"2"},{"sku":"x"}]}},
           {"type":"screen","name":"","messageId":"e-2","userId":"v","context":{"campaign":{"name":""},"page":{"referrer":
           "android-app://com.google.android.gm"}}}]}""",
          "[{\"id\":1,\"title\":\"a\",\"price\":\"59.90 EUR\",\"stock\":-1},{\"id\":\"b\"}]",
          "id;name;price;category;brand\n1;\"a \"\"b\"\"\";59,90;A > B;x\n2;b;1;c;\n",
          "{\"visitor\":{\"id\":\"customer-42\"},\"token\":\"1.abc.def\"}");
  private static final List<String> PATHS =
      List.of(
          "/v1/decisions",
          "/v1/events",
          "/v1/stock",
          "/v1/visitors/token",
          "/v1/catalogue",
          "/v1/rulesets",
          "/v1/replay?last=1h",
          "/v1/simulate",
          "/v1/events",
          "/v1/catalogue",
          "/v1/visitors/reset",
          "/v1/catalogue");
  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "1e-999",
          "99999999999999999999999",
          "\"\"",
          "[]",
          "{}",
          "[[[[[[",
          "{\"a\":",
          "\\u0000",
          "\\ud800",
          "\u0000",
          "\u00e9",
          "\ud83d\ude00",
          "\"",
          "\\",
          ",",
          ":",
          "9".repeat(200),
          "x".repeat(3000),
          "-",
          ".",
          "e",
          "\"id\":\"x\",",
          "/*",
          "\n");
  private static final List<String> HEADER_VALUES =
      List.of(
          "",
          "x",
          "application/json",
          "application/json; charset=utf-16",
          "text/plain",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "application/x-ndjson",
          "gzip",
          "a=b; kf_visitor=",
          "=;=;;",
          "kf_visitor=1.djE.abc",
          "https://shop.example",
          "null",
          "\"",
          "%00",
          "a".repeat(2000),
          ";",
          "\t");
  private static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Content-Encoding",
          "Cookie",
          "X-Visitor-Token",
          "Origin",
          "X-API-Key",
          "Accept",
          "X-Forwarded-Proto",
          "X-Forwarded-For",
          "Range",
          "If-None-Match",
          "Accept-Encoding");

  private static TestApi api;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutatedBodiesAndHeadersAreAnsweredOrRefusedButNeverFail(long seed) {
    var random = new SplittableRandom(seed);
    int taken = 0;
    for (int i = 0; i < REQUESTS; i++) {
      int which = random.nextInt(BODIES.size());
      var body = mutate(BODIES.get(which).getBytes(StandardCharsets.UTF_8), random);
      var headers = headers(which, random);
      var method = PATHS.get(which).equals("/v1/catalogue") ? "PUT" : "POST";
      var answer = api.send(method, PATHS.get(which), body, headers);
      assertThat(answer.status()).as("seed %d, request %d: %s", seed, i, answer).isLessThan(500);
      if (answer.status() >= 400) {
        api.contract.checkProblem(answer);
      } else {
        taken++;
      }
    }
    assertThat(taken).isBetween(REQUESTS / 20, REQUESTS * 19 / 20);
  }

  @Test
  void mutatedPathsAndMethodsAreRefusedAsProblems() {
    var random = new SplittableRandom(4);
    var parts =
        List.of(
            "/",
            "//",
            "v1",
            "/v1",
            "/decisions",
            "/events",
            "/..",
            "/.",
            "%2e%2e",
            "%00",
            "%ff",
            "%C3%A9",
            "?",
            "?key=",
            "?a=%zz".replace("%zz", "%20"),
            ";a=b",
            "/d-1",
            "/openapi.yaml",
            "/rulesets",
            "/rollback",
            "/health",
            "/x".repeat(300));
    var methods = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW");
    for (int i = 0; i < 300; i++) {
      var path = new StringBuilder("/");
      for (int n = random.nextInt(5); n >= 0; n--) {
        path.append(parts.get(random.nextInt(parts.size())));
      }
      var method = methods.get(random.nextInt(methods.size()));
      var answer = api.send(method, path.toString(), "", "X-API-Key", api.secret);
      assertThat(answer.status()).as("%s", answer).isLessThan(500);
    }
  }

  private static String[] headers(int which, SplittableRandom random) {
    var type = which == 4 ? "application/x-ndjson" : which == 9 ? "text/csv" : "application/json";
    var key = random.nextInt(4) == 0 ? api.site : which == 5 ? api.admin : api.secret;
    if (random.nextInt(3) > 0) {
      return new String[] {"X-API-Key", key, "Content-Type", type};
    }
    var name = HEADERS.get(random.nextInt(HEADERS.size()));
    var value = HEADER_VALUES.get(random.nextInt(HEADER_VALUES.size()));
    return new String[] {"X-API-Key", key, "Content-Type", type, name, value};
  }

  private static byte[] mutate(byte[] body, SplittableRandom random) {
    var mutated = body;
    for (int n = random.nextInt(4); n > 0; n--) {
      mutated = mutateOnce(mutated, random);
    }
    return mutated;
  }

  private static byte[] mutateOnce(byte[] body, SplittableRandom random) {
    int at = random.nextInt(body.length + 1);
    int to = Math.min(body.length, at + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> splice(body, at, to, new byte[0]);
      case 1 ->
          splice(
              body,
              at,
              at,
              PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
      case 2 ->
          splice(
              body,
              at,
              to,
              PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
      case 3 ->
          splice(body, at, Math.min(body.length, at + 1), new byte[] {(byte) random.nextInt(256)});
      default -> splice(body, at, at, java.util.Arrays.copyOfRange(body, at, to));
    };
  }

  private static byte[] splice(byte[] body, int from, int to, byte[] piece) {
    var spliced = new byte[body.length - (to - from) + piece.length];
    System.arraycopy(body, 0, spliced, 0, from);
    System.arraycopy(piece, 0, spliced, from, piece.length);
    System.arraycopy(body, to, spliced, from + piece.length, body.length - to);
    return spliced;
  }
}
