package io.knowfirst.server.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
  private static final String HEAD =
      "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session";

  private final FakeServer server = new FakeServer();
  private final StringWriter out = new StringWriter();
  @TempDir private Path directory;

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void eventsAreSentInOrderForEachVisitorAndDecidedAtTheirOwnTime() throws IOException {
    var file = stream(60);
    int code = run("events", file, "--format", "rees46", "--decide", "home-hero,recommendations");

    assertThat(code).isZero();
    assertThat(server.products).hasSize(7);
    for (var visitor : List.of("v0", "v1", "v2")) {
      var times =
          server.events.stream()
              .filter(e -> e.getString("anonymousId").equals(visitor))
              .map(e -> e.getString("timestamp"))
              .toList();
      assertThat(times).hasSize(21).isSorted();
    }
    assertThat(server.events)
        .filteredOn(e -> e.getString("type").equals("consent"))
        .extracting(e -> e.getJsonObject("purposes"))
        .containsOnly(new JsonObject().put("personalization", true))
        .hasSize(3);
    assertThat(server.decisions).hasSize(60);
    assertThat(server.decisions)
        .anySatisfy(
            decision ->
                assertThat(decision)
                    .isEqualTo(
                        new JsonObject()
                            .put("visitor", new JsonObject().put("id", "v1"))
                            .put(
                                "placements",
                                new JsonArray().add("home-hero").add("recommendations"))
                            .put("now", "2019-10-01T00:00:04Z")
                            .put(
                                "context",
                                new JsonObject()
                                    .put(
                                        "page",
                                        new JsonObject()
                                            .put("type", "product")
                                            .put("product", "4")
                                            .put("category", "apparel.shoes")))));
  }

  @Test
  void theTableCountsWhatHappened() throws IOException {
    var file = stream(20);
    Files.writeString(file, Files.readString(file) + "2019-10-01 00:00:00 UTC,view,1");
    run("events", file, "--format", "rees46", "--decide", "home-hero");

    assertThat(out.toString())
        .containsPattern("products +7   1 new or changed")
        .containsPattern("events sent +20\n")
        .containsPattern("accepted +20\n")
        .containsPattern("duplicate +0\n")
        .containsPattern("lines rejected +1 ")
        .contains("line 22: 3 values, expected 9. Maybe the line was cut?")
        .containsPattern("visitors +3   consent assumed: personalization")
        .containsPattern("home-hero +known 20 \\(100.0 %\\)  tested 0 \\(0.0 %\\)  default 0")
        .containsPattern("recommendations +known 0 \\(0.0 %\\)  tested 0 \\(0.0 %\\)  default 20")
        .containsPattern("by campaign\n  c1 +20\n")
        .containsPattern("by segment of the visitor\n  s1 +20\n  s2 +20\n")
        .containsPattern("p50 .* ms   p95 .* ms   p99 .* ms");
  }

  @Test
  void aSecondRunSendsTheSameIdsAndAsksForNothingUnlessAgain() throws IOException {
    var file = stream(20);
    run("events", file, "--format", "rees46", "--decide", "home-hero");
    run("events", file, "--format", "rees46", "--decide", "home-hero");

    assertThat(server.decisions).hasSize(20);
    assertThat(out.toString()).containsPattern("duplicate +20\n");
    assertThat(run("events", file, "--format", "rees46", "--decide", "home-hero", "--again"))
        .isZero();
    assertThat(server.decisions).hasSize(40);
  }

  @Test
  void limitAndConsentAreHeard() throws IOException {
    run("events", stream(20), "--format", "rees46", "--limit", "5", "--consent", "none");

    assertThat(server.events).hasSize(4);
    assertThat(server.decisions).isEmpty();
    assertThat(out.toString()).contains("without consent");
  }

  @Test
  void aBusyServerIsAskedAgain() throws IOException {
    server.busy.set(3);
    var file = stream(0);
    Files.writeString(
        file,
        "{\"type\":\"page\",\"messageId\":\"m\",\"anonymousId\":\"a\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n");

    assertThat(run("events", file, "--format", "segment", "--consent", "none")).isZero();
    assertThat(server.events).hasSize(1);
  }

  @Test
  void anEventThatTheServerRefusesIsListedAndFailsTheImport() throws IOException {
    server.refused = "rees46-";

    assertThat(run("events", stream(3), "--format", "rees46")).isEqualTo(1);
    assertThat(out.toString())
        .contains("line 2: /x is 7, expected text")
        .containsPattern("rejected +3   by the server");
  }

  @Test
  void whatCannotGoOnSaysWhy() throws IOException {
    var file = stream(3);

    server.refused = "import-consent";
    assertThat(run("events", file, "--format", "rees46")).isEqualTo(1);
    assertThat(out.toString()).contains("refuses the consent: /x is 7");
    server.refused = "placements";
    assertThat(run("events", file, "--format", "rees46", "--decide", "x")).isEqualTo(1);
    assertThat(out.toString()).contains("refuses to decide").contains("Maybe look at --decide?");
    server.refused = "apparel";
    assertThat(run("events", file, "--format", "rees46")).isEqualTo(1);
    assertThat(out.toString()).contains("refuses the products");
    assertThat(run("events", directory.resolve("gone.csv"), "--format", "rees46")).isEqualTo(1);
    assertThat(out.toString()).contains("gone.csv, which cannot be read");
    assertThat(run("events", file, "--format", "rees46", "--concurrency", "0")).isEqualTo(2);
    assertThat(out.toString()).contains("concurrency is 0, expected 1 to 256");
  }

  @Test
  void aServerThatIsAwayOrAKeyThatIsWrongSaysSo() throws IOException {
    var file = stream(3);

    assertThat(runWith("http://127.0.0.1:1", "secret", "events", file, "--format", "rees46"))
        .isEqualTo(1);
    assertThat(out.toString())
        .contains("which does not answer")
        .contains("Maybe it is not running");
    assertThat(runWith(server.url(), "site", "events", file, "--format", "rees46")).isEqualTo(1);
    assertThat(out.toString()).contains("key is not accepted: Unknown key");
    assertThat(runWith("localhost", "secret", "events", file, "--format", "rees46")).isEqualTo(2);
    assertThat(runWith("http://a b", "secret", "events", file, "--format", "rees46")).isEqualTo(2);
    assertThat(out.toString()).contains("server is localhost, expected a URL");
  }

  @Test
  void aCatalogueIsSentLineByLine() throws IOException {
    var file = directory.resolve("fashion.csv");
    var lines = new ArrayList<String>();
    lines.add("id,gender,masterCategory,subCategory,articleType,baseColour,season,year,usage,name");
    for (int i = 1; i <= 3_000; i++) {
      lines.add(i + ",Men,Apparel,Bottomwear,Jeans,Blue,Summer,2012,Casual,\"Acme Men, Jeans\"");
    }
    lines.add("3001,Men");
    Files.write(file, lines);

    assertThat(run("catalogue", file, "--format", "fashion")).isZero();
    assertThat(server.products).hasSize(3_000);
    assertThat(new JsonObject(server.products.get(2_999)).getString("id")).isEqualTo("3000");
    assertThat(out.toString())
        .containsPattern("products stored +3,000\n")
        .containsPattern("lines rejected +1   no products")
        .contains("line 3002: 2 values, expected 10")
        .containsPattern("catalogue version +3\n");
  }

  @Test
  void productsAsTheyStandAreSentAsTheyStand() throws IOException {
    var file = directory.resolve("products.ndjson");
    Files.writeString(file, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");

    assertThat(run("catalogue", file, "--format", "ndjson")).isZero();
    assertThat(server.products).containsExactly("{\"id\":\"1\"}", "{\"id\":\"2\"}");
  }

  @Test
  void withoutWordOfWhatToImportTheCommandIsNotUnderstood() {
    var line = commandLine();

    assertThat(line.execute()).isEqualTo(2);
    assertThat(out.toString()).contains("Maybe \"import events\" was meant.");
  }

  private int run(String what, Path file, String... more) {
    return runWith(server.url(), "secret", what, file, more);
  }

  private int runWith(String url, String key, String what, Path file, String... more) {
    var args = new ArrayList<>(List.of(what, file.toString(), "--server", url, "--key", key));
    args.addAll(List.of(more));
    return commandLine().execute(args.toArray(String[]::new));
  }

  private CommandLine commandLine() {
    var writer = new PrintWriter(out, true);
    return new CommandLine(new ImportCommand())
        .setOut(writer)
        .setErr(writer)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failed, line, parsed) -> {
              writer.println(failed.getMessage());
              return 1;
            });
  }

  /** Views of three visitors in turn, one a second. */
  private Path stream(int views) throws IOException {
    var lines = new ArrayList<>(List.of(HEAD));
    for (int i = 0; i < views; i++) {
      lines.add(
          "2019-10-01 00:00:%02d UTC,view,%d,9,apparel.shoes,acme,10.5,v%d,s"
              .formatted(i, i % 7, i % 3));
    }
    var file = directory.resolve("stream.csv");
    Files.write(file, lines);
    return file;
  }
}
