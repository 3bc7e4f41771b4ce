package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.cli.CommandLines;
import io.knowfirst.server.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
