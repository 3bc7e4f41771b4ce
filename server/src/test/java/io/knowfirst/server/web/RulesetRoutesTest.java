package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RulesetRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static TestApi api;
  private static int number;

  @BeforeAll
  static void start() {
    api = TestApi.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void anotherMinute() {
    api.now = api.now.plusSeconds(60);
  }

  /** A folder that no other test publishes. */
  private static ObjectNode folder(String message) {
    var body = JSON.createObjectNode().put("message", message);
    body.putObject("files")
        .put("shop.yaml", "timezone: Europe/Berlin\ncurrency: EUR\n")
        .put("placements.yaml", "- {id: hero, channel: web, content: welcome}\n")
        .put("contents/welcome.yaml", "headline: Welcome " + ++number + "\n");
    return body;
  }

  private static Exchange publish(JsonNode body, String key) {
    return api.post("/v1/rulesets", key, body.toString());
  }

  private static Exchange get(String path) {
    return api.get(path, "X-API-Key", api.admin);
  }

  @Test
  void aFolderIsPublishedAndStandsInTheHistoryWithItsAuthor() {
    var published = publish(folder("the first of mine"), api.admin);

    assertThat(published.status()).isEqualTo(201);
    assertThat(published.json().path("live").asBoolean()).isTrue();
    var hash = published.json().path("hash").asText();
    var history = get("/v1/rulesets?limit=1").json();
    assertThat(history.at("/rulesets/0/hash").asText()).isEqualTo(hash);
    assertThat(history.at("/rulesets/0/authorName").asText()).isEqualTo("operator");
    assertThat(history.at("/rulesets/0/message").asText()).isEqualTo("the first of mine");
    assertThat(history.at("/member/ruleset").asText()).isEqualTo(hash);
    assertThat(history.path("next").asText()).isEqualTo(hash);
    var older = get("/v1/rulesets?limit=100&before=" + hash).json();
    assertThat(older.path("rulesets").findValuesAsText("hash")).isNotEmpty().doesNotContain(hash);
    var one = get("/v1/rulesets/" + hash.substring(0, 10)).json();
    assertThat(one.at("/files/0/path").asText()).isEqualTo("contents/welcome.yaml");
    assertThat(one.at("/audit/0/what").asText()).isEqualTo("published");
  }

  @Test
  void aZipIsPublishedLikeTheSameFilesInJson() {
    var body = folder("as a zip");
    var zip = zip(body.path("files"));

    var zipped =
        api.send(
            "POST",
            "/v1/rulesets?message=as+a+zip",
            zip,
            "X-API-Key",
            api.admin,
            "Content-Type",
            "application/zip");

    assertThat(zipped.status()).isEqualTo(201);
    assertThat(zipped.json().path("message").asText()).isEqualTo("as a zip");
    var json = publish(body, api.admin);
    assertThat(json.status()).as("it decides already").isEqualTo(200);
    assertThat(json.json().path("hash")).isEqualTo(zipped.json().path("hash"));
  }

  @Test
  void whatHasErrorsIsRefusedWithAllOfThemAndTheMemberSaysSo() {
    var body = folder("broken");
    var live = get("/v1/rulesets").json().at("/member/ruleset").asText();
    ((ObjectNode) body.path("files"))
        .put("placements.yaml", "- {id: hero, channel: web, content: wellcome}\n");

    var refused = publish(body, api.admin);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.problem()).isEqualTo("rules-refused");
    var finding = refused.json().at("/findings/0");
    assertThat(finding.path("file").asText()).isEqualTo("placements.yaml");
    assertThat(finding.path("line").asInt()).isEqualTo(1);
    assertThat(finding.path("message").asText()).contains("wellcome").contains("welcome");
    var member = get("/v1/rulesets").json().path("member");
    assertThat(member.path("ruleset").asText()).isEqualTo(live);
    assertThat(member.at("/refused/findings")).isEqualTo(refused.json().path("findings"));
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void aCheckTellsTheFindingsAndStoresNothing() {
    var body = folder("just asking");
    ((ObjectNode) body.path("files")).put("placements.yaml", "- {id: hero, chanel: web}\n");
    var before = get("/v1/rulesets").json().path("rulesets");

    var checked = api.post("/v1/rulesets/check", api.admin, body.toString());

    assertThat(checked.status()).isEqualTo(200);
    assertThat(checked.json().path("errors").asInt()).isPositive();
    assertThat(checked.json().at("/findings/0/file").asText()).isEqualTo("placements.yaml");
    assertThat(get("/v1/rulesets").json().path("rulesets")).isEqualTo(before);
  }

  @Test
  void twoVersionsAreToldApartByFile() {
    var one = publish(folder("one"), api.admin).json().path("hash").asText();
    var other = publish(folder("other"), api.admin).json().path("hash").asText();

    var diff = get("/v1/rulesets/diff?from=" + one + "&to=" + other);

    assertThat(diff.status()).isEqualTo(200);
    assertThat(diff.json().path("files")).hasSize(1);
    assertThat(diff.json().at("/files/0/change").asText()).isEqualTo("changed");
    assertThat(diff.json().at("/files/0/diff").asText()).contains("-headline", "+headline");
  }

  @Test
  void goingBackIsOneCall() {
    var first = publish(folder("good"), api.admin).json().path("hash").asText();
    publish(folder("bad"), api.admin);

    var back = api.post("/v1/rulesets/" + first + "/rollback?message=oops", api.admin, "");

    assertThat(back.status()).isEqualTo(201);
    assertThat(get("/v1/rulesets").json().at("/member/ruleset").asText()).isEqualTo(first);
    assertThat(get("/v1/rulesets/" + first).json().at("/audit/0/what").asText())
        .isEqualTo("rolled-back");
  }

  @Test
  void withFourEyesASecondKeyLetsItGoLive() {
    var usual = api.rulesets;
    api.rulesets = api.fourEyes;
    try {
      var proposed = publish(folder("careful"), api.admin);
      assertThat(proposed.status()).isEqualTo(202);
      assertThat(proposed.json().path("state").asText()).isEqualTo("pending");
      var approve = "/v1/rulesets/" + proposed.json().path("hash").asText() + "/approve";
      assertThat(api.post(approve, api.admin, "").status()).isEqualTo(403);
      assertThat(api.post(approve.replace("approve", "rollback"), api.admin, "").status())
          .isEqualTo(409);

      var approved = api.post(approve, api.otherAdmin, "");

      assertThat(approved.status()).isEqualTo(201);
      assertThat(approved.json().path("live").asBoolean()).isTrue();
      assertThat(api.post(approve, api.otherAdmin, "").status()).isEqualTo(409);
    } finally {
      api.rulesets = usual;
    }
  }

  @Test
  void whatIsNoFolderIsRefusedWithThePlace() {
    var none = api.post("/v1/rulesets", api.admin, "{\"message\":\"m\",\"files\":{}}");
    assertThat(none.error()).isEqualTo("/files: an object of texts by path");
    var number = api.post("/v1/rulesets", api.admin, "{\"message\":\"m\",\"files\":{\"a.drl\":1}}");
    assertThat(number.error()).isEqualTo("/files/a.drl: text");
    var out =
        api.post("/v1/rulesets", api.admin, "{\"message\":\"m\",\"files\":{\"../a.drl\":\"\"}}");
    assertThat(out.status()).isEqualTo(400);
    assertThat(out.error()).contains("a path within the folder");
    var body = folder("x");
    body.remove("message");
    assertThat(publish(body, api.admin).json().path("detail").asText())
        .contains("message is absent");
    for (var query : new String[] {"limit=0", "limit=101", "limit=x"}) {
      assertThat(get("/v1/rulesets?" + query).status()).as(query).isEqualTo(400);
    }
    assertThat(get("/v1/rulesets/diff?from=abcdef").status()).isEqualTo(400);
  }

  @Test
  void onlyOperatorsMayPublish() {
    assertThat(publish(folder("x"), api.secret).status()).isEqualTo(403);
    assertThat(publish(folder("x"), api.site).status()).isEqualTo(403);
    assertThat(api.get("/v1/rulesets", "X-API-Key", api.secret).status()).isEqualTo(403);
  }

  static byte[] zip(JsonNode files) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.properties()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().asText().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
