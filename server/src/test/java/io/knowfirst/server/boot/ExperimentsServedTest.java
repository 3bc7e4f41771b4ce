package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner's commands against a server that decides. */
class ExperimentsServedTest {
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    var files = SmallShop.files();
    files.remove("experiments/layout.yaml");
    server = TestServer.start(folder, TestDatabase.url(), files);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void an_experiment_lives_from_the_command_line() throws IOException {
    var file = folder.resolve("shelf-layout.yaml");
    Files.writeString(
        file,
        """
        placement: shelf
        audience: 'Device(type == "mobile")'
        variations:
          - {id: list, content: list, weight: 5000}
          - {id: grid, content: grid, weight: 5000}
        """);
    assertThat(outcome("mobile")).isEqualTo("default");
    assertThat(experiments("apply", file.toString())).isZero();
    assertThat(outcome("mobile")).as("a draft").isEqualTo("default");
    assertThat(experiments("start", "shelf-layout")).isZero();
    assertThat(outcome("mobile")).isEqualTo("tested");
    assertThat(outcome("desktop")).as("not of the audience").isEqualTo("default");

    Files.writeString(file, Files.readString(file).replace("mobile", "desktop"));
    assertThat(experiments("apply", file.toString())).as("unsafe").isEqualTo(1);
    assertThat(experiments("apply", file.toString(), "--new-phase")).isZero();
    assertThat(outcome("desktop")).isEqualTo("tested");

    assertThat(experiments("pause", "shelf-layout")).isZero();
    assertThat(outcome("desktop")).isEqualTo("default");
    assertThat(experiments("decide", "shelf-layout")).as("no variation").isEqualTo(2);
    assertThat(experiments("decide", "shelf-layout", "--variation", "grid")).isZero();
    assertThat(content("desktop")).as("decided for everyone of its audience").isEqualTo("grid");
    assertThat(content("mobile")).isEqualTo("shelf-default");
    assertThat(server.get("/v1/experiments/shelf-layout/report").status())
        .as("measured like one of a file")
        .isEqualTo(200);
    assertThat(experiments("archive", "shelf-layout")).isZero();
    assertThat(content("desktop")).isEqualTo("shelf-default");
    assertThat(experiments("list")).isZero();
    assertThat(experiments()).as("what to do is missing").isEqualTo(2);
  }

  @Test
  void a_definition_over_the_api_is_advised_on_and_refused_by_field() {
    var path = "/v1/experiments/advised";
    var body =
        """
        {"placement":"shelf","audience":"%s","running":true,
         "variations":[{"id":"list","content":"list","weight":5000},{"id":"grid","content":"grid","weight":5000}]}""";
    var odd =
        server.putAsAdmin(
            path, "application/json", body.formatted("Member(segment == \\\"byers\\\")"));
    assertThat(odd.json().at("/errors/0/pointer").asText())
        .as("%s", odd.json())
        .isEqualTo("/audience");

    var wrong =
        body.formatted("Page(typ == 1)")
            .replace("5000", "\"half\"")
            .replace("\"id\":\"grid\",", "");
    var refused = server.putAsAdmin(path, "application/json", wrong);
    assertThat(refused.status()).isEqualTo(400);
    for (var error : refused.json().path("errors")) {
      assertThat(error.path("pointer").asText()).as("%s", error).startsWith("/");
      assertThat(error.path("expected").asText()).as("%s", error).doesNotContain(" is ", ".");
    }
    assertThat(refused.json().at("/errors").findValuesAsText("pointer"))
        .contains("/variations/0/weight", "/variations/1/id");
    var weight =
        StreamSupport.stream(refused.json().at("/errors").spliterator(), false)
            .filter(error -> error.path("pointer").asText().equals("/variations/0/weight"))
            .findFirst()
            .orElseThrow();
    assertThat(weight.path("value").asText()).isEqualTo("half");
    assertThat(weight.path("expected").asText()).isEqualTo("a whole number from 0 to 10000");

    var other =
        server.putAsAdmin(
            path,
            "application/json",
            body.formatted("Page(type == \\\"a\\\")")
                .replace("{\"placement", "{\"id\":\"else\",\"placement"));
    assertThat(other.json().at("/errors/0/pointer").asText())
        .as("%s", other.json())
        .isEqualTo("/id");
    assertThat(other.json().at("/errors/0/value").asText()).isEqualTo("else");

    var taken =
        server.putAsAdmin(
            path,
            "application/json",
            body.formatted("Trait(name == \\\"interest\\\", value != \\\"golf\\\")"));
    assertThat(taken.status()).as("%s", taken.json()).isEqualTo(200);
    assertThat(taken.json().path("findings").findValuesAsText("code")).contains("KF222");

    var unsafe =
        server.putAsAdmin(path, "application/json", body.formatted("Page(type == \\\"b\\\")"));
    assertThat(unsafe.status()).isEqualTo(409);
    assertThat(unsafe.json().at("/errors/0/pointer").asText())
        .as("%s", unsafe.json())
        .isEqualTo("/audience");
    assertThat(unsafe.json().at("/errors/0/value").asText()).isEqualTo("Page(type == \"b\")");
    assertThat(unsafe.json().at("/errors/0/advice").asText())
        .startsWith("Maybe apply it with newPhase");
    assertThat(server.postAsAdmin(path + "/stop", "").status()).isEqualTo(200);
  }

  private static int experiments(String... arguments) {
    var all = new ArrayList<>(List.of("experiments"));
    all.addAll(List.of(arguments));
    if (arguments.length > 0) {
      all.addAll(List.of("--server", "http://127.0.0.1:" + server.port()));
      all.addAll(List.of("--key", server.key(KeyKind.ADMIN)));
    }
    return CommandLines.run(all.toArray(String[]::new), Map.of());
  }

  private static String outcome(String device) {
    return decided(device, "/outcome");
  }

  private static String content(String device) {
    return decided(device, "/content/id");
  }

  private static String decided(String device, String pointer) {
    var context = ",\"context\":{\"device\":{\"type\":\"" + device + "\"}}";
    return server
        .decide("ann", "[\"shelf\"]", context)
        .json()
        .at("/decisions/0" + pointer)
        .asText();
  }
}
