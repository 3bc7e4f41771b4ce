package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page client and the contract as files that browsers may keep. */
class ClientServedTest {
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
  @ValueSource(
      strings = {
        "/client/knowfirst.js",
        "/client/consent.js",
        "/client/manifest.json",
        "/openapi.yaml",
        "/health/live"
      })
  void whoHasAFileAlreadyIsAnswered304(String path) {
    var first = api.get(path);
    var tag = first.header("ETag");
    assertThat(first.status()).isEqualTo(200);
    for (var known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
      var again = api.get(path, "If-None-Match", known);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(again.header("ETag")).isEqualTo(tag);
    }
    assertThat(api.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
    var head = api.send("HEAD", path, "");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("ETag")).isEqualTo(tag);
  }

  @Test
  void theManifestNamesFilesThatNeverChangeAndTheirIntegrity() throws Exception {
    for (var name : new String[] {"knowfirst.js", "consent.js", "knowfirst.mjs"}) {
      var entry = api.get("/client/manifest.json").json().path(name);
      var file = api.get("/client/" + entry.path("file").asText());
      assertThat(file.status()).isEqualTo(200);
      assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(file.header("Access-Control-Allow-Origin")).isEqualTo("*");
      var digest =
          MessageDigest.getInstance("SHA-384").digest(file.body().getBytes(StandardCharsets.UTF_8));
      assertThat(entry.path("integrity").asText())
          .isEqualTo("sha384-" + Base64.getEncoder().encodeToString(digest));
      assertThat(api.get("/client/" + name).body()).isEqualTo(file.body());
    }
  }

  @Test
  void aFileOfAnotherVersionIsToldWhereToLook() {
    var none = api.get("/client/knowfirst-0123456789abcdef.js");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("detail").asText()).contains("/client/manifest.json");
    assertThat(api.get("/client/sources.sha256").status()).isEqualTo(404);
  }

  @Test
  void theDemoIsThereOnlyWhereTheExampleRulesDecide() {
    for (var path : new String[] {"/demo", "/demo/", "/demo/cart", "/demo/demo.js"}) {
      assertThat(api.get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void thePageForTheWebTeamHasTheLoaderAsItIsServed() throws Exception {
    var loader = api.get("/client/loader.html").body().strip();
    assertThat(api.get("/client/manifest.json").json().path("loader").asText()).isEqualTo(loader);
    assertThat(Files.readString(Path.of("../docs/web.md"))).contains(loader);
  }
}
