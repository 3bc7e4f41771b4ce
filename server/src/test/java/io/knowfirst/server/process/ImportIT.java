package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportIT {
  private static final Path DATA =
      Path.of(System.getProperty("knowfirst.data", "../../shared/data"));
  private static final int SOME = 600;

  @TempDir private static Path folder;
  private static ServerProcess server;

  @BeforeAll
  static void serve() throws IOException {
    server = ServerProcess.serve(folder, "--port", "0", "--data", "data");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_product_that_sells_out_is_not_in_the_next_decision() throws Exception {
    var products = new ArrayList<String>();
    for (int i = 1; i <= 9; i++) {
      products.add(
          """
          {"id":"jeans-%d","name":"Jeans %d","category":"apparel.trousers.jeans","price":6%d,"sizes":{"32":2},\
          "attributes":{"brand":"acme","colour":"blue","gender":"men"}}"""
              .formatted(i, i, i));
    }
    var file = Files.write(folder.resolve("products.ndjson"), products);
    assertThat(run("import", "catalogue", file.toString(), "--format", "ndjson").code).isZero();
    post(
        "/v1/events",
        """
        {"batch":[
          {"type":"consent","messageId":"1","userId":"buyer","purposes":{"personalization":true}},
          {"type":"track","messageId":"2","userId":"buyer","event":"Order Completed",
           "properties":{"products":[{"product_id":"jeans-1","size":"32"}]}}]}
        """);

    var before = trousersShown();
    assertThat(before).hasSizeGreaterThan(2).doesNotContain("jeans-1");
    var soldOut = before.get(0);
    post(
        "/v1/stock",
        "{\"changes\":[{\"product\":\"%s\",\"size\":\"32\",\"stock\":0}]}".formatted(soldOut));
    assertThat(trousersShown()).isNotEmpty().doesNotContain(soldOut);
  }

  @Test
  void a_click_stream_imported_twice_is_there_once() throws Exception {
    var stream = DATA.resolve("rees46_2019_oct_sample.csv");
    assumeTrue(Files.exists(stream), "skipped, there is no " + stream);
    var lines = Files.readString(stream, StandardCharsets.UTF_8).lines().toList();
    var some = new ArrayList<>(lines.subList(0, SOME + 1));
    some.add(lines.get(lines.size() - 1));
    var file = Files.write(folder.resolve("stream.csv"), some).toString();
    var decide = List.of("--format", "rees46", "--decide", "home-hero,recommendations");

    var first = run("import", "events", file, decide);
    assertThat(first.code).as(first.said).isZero();
    assertThat(first.said)
        .containsPattern("accepted +600\n")
        .containsPattern("rejected +0   by the server\n")
        .containsPattern("lines rejected +1 ")
        .contains("line 602: 8 values, expected 9. Maybe the line was cut?")
        .containsPattern("home-hero +known [0-9]+ ")
        .containsPattern("p50 .* ms");

    var second = run("import", "events", file, decide);
    assertThat(second.code).as(second.said).isZero();
    assertThat(second.said)
        .containsPattern("products +[0-9]+   0 new or changed\n")
        .containsPattern("accepted +0\n")
        .containsPattern("duplicate +600\n")
        .containsPattern("decisions +0 ");
  }

  @Test
  void the_fashion_catalogue_is_loaded_whole() throws Exception {
    var file = DATA.resolve("fashion_catalogue.csv").toAbsolutePath();
    assumeTrue(Files.exists(file), "skipped, there is no " + file);

    var import1 = run("import", "catalogue", file.toString(), "--format", "fashion");
    assertThat(import1.code).as(import1.said).isZero();
    assertThat(import1.said)
        .containsPattern("products stored +44,446\n")
        .containsPattern("rejected +0   by the server\n")
        .containsPattern("lines rejected +0 ");
  }

  private static List<String> trousersShown() throws Exception {
    var answer =
        post(
            "/v1/decisions",
            """
            {"visitor":{"id":"buyer"},"placements":["recommendations"],
             "context":{"page":{"type":"category","category":"apparel.trousers"}}}
            """);
    var decision = answer.at("/decisions/0");
    assertThat(decision.path("campaign").asText()).as(answer.toString()).isEqualTo("trousers-type");
    return decision.at("/content/products").findValuesAsText("id");
  }

  private static JsonNode post(String path, String body) throws Exception {
    var answer = server.post(path, server.keys().get("secret"), body);
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json();
  }

  private record Ran(int code, String said) {}

  private static Ran run(String command, String what, String file, List<String> options)
      throws Exception {
    var words = new ArrayList<>(List.of(command, what, file));
    words.addAll(options);
    return run(words.toArray(String[]::new));
  }

  private static Ran run(String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "knowfirst.jar").toAbsolutePath().toString()));
    command.addAll(List.of(words));
    command.addAll(
        List.of("--server", server.address().toString(), "--key", server.keys().get("secret")));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), said);
  }
}
