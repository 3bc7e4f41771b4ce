package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process with {@code --log-format=json} writes. */
class LogIT {
  private static final Path JAR = Path.of("target", "knowfirst.jar").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void each_line_is_an_object_with_a_date_and_the_fields_of_a_request(@TempDir Path folder)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx512m",
                    "-jar",
                    JAR.toString(),
                    "serve",
                    "--port=0",
                    "--data=data",
                    "--log-format=json",
                    "--access-log"))
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try (var lines = process.errorReader()) {
      var ready = next(lines, "message", "Ready after");
      assertThat(OffsetDateTime.parse(ready.path("@timestamp").asText())).isNotNull();
      assertThat(ready.path("level").asText()).isEqualTo("INFO");
      var address = ready.path("message").asText().replaceAll(".* at ", "");
      var request =
          HttpRequest.newBuilder(URI.create("http://" + address + "/v1/ledger"))
              .header("X-Request-Id", "r-1")
              .build();
      HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
      var line = next(lines, "requestId", "r-1");
      assertThat(line.path("logger_name").asText()).isEqualTo("access");
      assertThat(line.path("status").asInt()).isEqualTo(401);
      assertThat(line.path("route").asText()).isEqualTo("/v1/ledger");
      assertThat(line.path("millis").isNumber()).isTrue();
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(Files.readString(folder.resolve("out"))).isEmpty();
  }

  private static JsonNode next(BufferedReader lines, String field, String begin)
      throws IOException {
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      var object = JSON.readTree(line);
      if (object.path(field).asText().startsWith(begin)) {
        return object;
      }
    }
    throw new IOException("The process ended before it said " + begin);
  }
}
