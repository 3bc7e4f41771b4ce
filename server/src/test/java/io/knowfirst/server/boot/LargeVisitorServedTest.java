package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor of years is decided for beside others, exported as a whole and erased as a whole. */
class LargeVisitorServedTest {
  private static final int EVENTS = 50_000;
  private static final int OTHERS = 20;

  @TempDir private Path folder;
  private final String url = TestDatabase.url();
  private final StoredRows stored = new StoredRows(url);

  @Test
  void fifty_thousand_events_hold_up_nobody_and_are_exported_and_erased_in_one_call_each()
      throws Exception {
    try (var server = TestServer.start(folder, url, SmallShop.files())) {
      stored.change(
          """
          insert into event (visitor, message_id, type, name, at, received, body)
          select case when n %% 3 = 0 then 'loyal' else 'phone' end, 'e-' || n, 'track', 'Product Viewed',
            now() - n * interval '10 minutes', now(), '{"values":{"title":"%s"}}'
          from generate_series(1, %d) as n"""
              .formatted("x".repeat(200), EVENTS));
      stored.change("insert into alias (anonymous, visitor) values ('phone', 'loyal')");

      var loyal = CompletableFuture.supplyAsync(() -> server.decide("loyal", "[\"hero\"]", ""));
      for (int i = 0; i < OTHERS || !loyal.isDone(); i++) {
        long began = System.nanoTime();
        assertThat(server.decide("other-" + i, "[\"hero\"]", "").status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as("others while the large profile is folded")
            .isLessThan(Duration.ofSeconds(1));
      }
      assertThat(loyal.join().status()).isEqualTo(200);

      var export = server.ask("/v1/visitors/phone/export", "X-API-Key", server.key(KeyKind.SECRET));
      assertThat(export.statusCode()).isEqualTo(200);
      var lines = export.body().lines().toList();
      assertThat(lines.stream().filter(line -> line.startsWith("{\"kind\":\"event\"")))
          .hasSize(EVENTS);
      assertThat(lines.get(lines.size() - 1)).startsWith("{\"kind\":\"end\"");

      var erased = server.deleteAsAdmin("/v1/visitors/phone");
      assertThat(erased.status()).isEqualTo(200);
      assertThat(erased.json().at("/erased/events").asInt()).isEqualTo(EVENTS);
      assertThat(stored.of("select visitor from event")).isEmpty();
    }
  }
}
