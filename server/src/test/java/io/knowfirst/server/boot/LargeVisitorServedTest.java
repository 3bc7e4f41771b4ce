package io.knowfirst.server.boot;

import static io.knowfirst.server.Patience.assertAtOnce;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A visitor of years is decided for beside others, shown, merged, exported as a whole and erased as
 * a whole; {@code -Dvisitor.events=1000000} for one of very many.
 */
class LargeVisitorServedTest {
  private static final int EVENTS = Integer.getInteger("visitor.events", 50_000);
  private static final int OTHERS = 20;

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  @Test
  void fifty_thousand_events_hold_up_nobody_and_are_exported_and_erased_in_one_call_each()
      throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      fill();
      var loyal = CompletableFuture.supplyAsync(() -> server.decide("loyal", "[\"hero\"]", ""));
      decideForOthersUntil(server, loyal);
      assertThat(loyal.join().status()).isEqualTo(200);

      var shown = CompletableFuture.supplyAsync(() -> server.get("/v1/visitors/phone"));
      decideForOthersUntil(server, shown);
      assertThat(shown.join().json().at("/events/0/count").asInt()).isEqualTo(EVENTS);

      server.post(
          "/v1/events",
          "{\"type\":\"identify\",\"messageId\":\"i\",\"userId\":\"newer\",\"traits\":{}}");
      var merged = server.post("/v1/visitors/newer/ids", "{\"id\":\"loyal\"}");
      assertThat(merged.json().path("merged").toString()).isEqualTo("[\"loyal\",\"phone\"]");
      var parted = server.delete("/v1/visitors/newer/ids/loyal", server.key(KeyKind.SECRET));
      assertThat(parted.status()).isEqualTo(200);

      var export = CompletableFuture.supplyAsync(() -> exported(server));
      decideForOthersUntil(server, export);
      assertThat(export.join().events()).isEqualTo(EVENTS);
      assertThat(export.join().last().path("kind").asText()).isEqualTo("end");

      var erasure = CompletableFuture.supplyAsync(() -> server.deleteAsAdmin("/v1/visitors/phone"));
      decideForOthersUntil(server, erasure);
      var erased = erasure.join();
      assertThat(erased.status()).isEqualTo(200);
      assertThat(erased.json().at("/erased/events").asInt()).isEqualTo(EVENTS);
      assertThat(stored.of("select visitor from event where visitor in ('loyal', 'phone')"))
          .isEmpty();
    }
  }

  private void fill() throws SQLException {
    stored.change(
        """
        insert into event (visitor, message_id, type, name, at, received, body)
        select case when n %% 3 = 0 then 'loyal' else 'phone' end, 'e-' || n, 'track', 'Product Viewed',
          now() - n * interval '10 minutes', now(), '{"values":{"title":"%s"}}'
        from generate_series(1, %d) as n"""
            .formatted("x".repeat(200), EVENTS));
    stored.change("insert into alias (anonymous, visitor) values ('phone', 'loyal')");
  }

  private static void decideForOthersUntil(TestServer server, Future<?> done) {
    var took = new ArrayList<Duration>();
    for (int i = 0; i < OTHERS || !done.isDone(); i++) {
      long began = System.nanoTime();
      assertThat(server.decide("other-" + i % 1_000, "[\"hero\"]", "").status()).isEqualTo(200);
      took.add(Duration.ofNanos(System.nanoTime() - began));
    }
    assertAtOnce(took);
  }

  private record Exported(long events, JsonNode last) {}

  /** Line by line, as it may be larger than the memory. */
  private static Exported exported(TestServer server) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/v1/visitors/phone/export".formatted(server.port())))
            .header("X-API-Key", server.key(KeyKind.SECRET))
            .build();
    try (var lines = HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
      long events = 0;
      var last = "{}";
      for (var each = lines.iterator(); each.hasNext(); ) {
        last = each.next();
        events += last.startsWith("{\"kind\":\"event\"") ? 1 : 0;
      }
      return new Exported(events, new ObjectMapper().readTree(last));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
