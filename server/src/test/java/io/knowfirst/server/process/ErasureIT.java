package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Soon after a visitor is erased no member holds anything of them, in its memory either. */
class ErasureIT {
  /** Ids and texts of the visitor to be erased all have this in them, and nothing else has. */
  private static final String MARK = "qx9mark";

  private static final List<Charset> CHARSETS =
      List.of(StandardCharsets.US_ASCII, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  private static final int AROUND = 120;

  /** What comes before the length and the text of a serialized key. */
  private static final byte[] KEY = {0, 0, 0, 0, -1, -1, -1, -11};

  /** As docs/visitors.md says. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(5);

  private static final List<String> IDS =
      List.of("erika-" + MARK, "phone-" + MARK, "tablet-š-" + MARK);

  @Test
  void no_members_heap_holds_an_id_or_a_trait_of_who_was_erased(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    var ports = Members.freePorts(2);
    try (var first = Members.member(folder, url, 1, ports);
        var second = Members.member(folder, url, 2, ports)) {
      var key = first.keys().get("secret");
      var members = List.of(first, second);
      for (int round = 0; round < 3; round++) {
        for (var member : members) {
          live(member, key, round);
        }
      }
      awaitLearned(first);
      for (var member : members) {
        assertThat(found(member, folder)).as("before the erasure").isNotEmpty();
      }

      var erased = first.delete("/v1/visitors/" + IDS.get(0), first.keys().get("admin"));
      assertThat(erased.status()).isEqualTo(200);
      assertThat(erased.json().at("/erased/ids").asInt()).isEqualTo(3);
      Thread.sleep(FORGOTTEN.toMillis());
      // Buffers hold what was in them last: others' longer texts take its place.
      for (var member : members) {
        others(member, key);
      }
      for (var member : members) {
        assertThat(found(member, folder)).as("%s after the erasure", member.address()).isEmpty();
      }
    }
  }

  /** Until recommendations have learned from the visitor, which is the last that happens. */
  private static void awaitLearned(ServerProcess member) {
    var request =
        HttpRequest.newBuilder(member.address().resolve("/v1/visitors/" + IDS.get(0) + "/export"))
            .header("X-API-Key", member.keys().get("admin"))
            .build();
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"learned\""));
  }

  /** Consents, says who they are on every device, views, is decided for and sees it. */
  private static void live(ServerProcess member, String key, int round)
      throws IOException, InterruptedException {
    for (var id : IDS) {
      post(
          member,
          key,
          "{\"type\":\"consent\",\"messageId\":\"c-%s\",\"userId\":\"%s\",\"purposes\":{\"personalization\":true}}"
              .formatted(round, id));
      var tie = id.equals(IDS.get(0)) ? "" : ",\"anonymousId\":\"" + id + "\"";
      post(
          member,
          key,
          "{\"type\":\"identify\",\"messageId\":\"i-%s\",\"userId\":\"%s\"%s,\"traits\":{\"email\":\"%s@shop.example\",\"household\":\"family\"}}"
              .formatted(id + round, IDS.get(0), tie, MARK));
      post(
          member,
          key,
          "{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"v-%s\",\"userId\":\"%s\",\"properties\":{\"product_id\":\"%s-product\",\"category\":\"apparel.trousers.jeans\"}}"
              .formatted(round, id, MARK));
      for (int i = 0; i < 5; i++) {
        var decided = decide(member, key, id);
        post(
            member,
            key,
            "{\"type\":\"exposure\",\"token\":\"%s\"}"
                .formatted(decided.json().at("/decisions/0/token").asText()));
      }
    }
  }

  private static ServerProcess.Answer decide(ServerProcess member, String key, String visitor)
      throws IOException, InterruptedException {
    var answer =
        member.post(
            "/v1/decisions",
            key,
            """
            {"visitor":{"id":"%s"},"channel":"web","placements":["home-hero","recommendations"],
             "context":{"page":{"type":"home","url":"/"},"referrer":"https://news.example/","device":{"type":"mobile"}}}"""
                .formatted(visitor));
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
    return answer;
  }

  private static void post(ServerProcess member, String key, String event)
      throws IOException, InterruptedException {
    var answer = member.post("/v1/events", key, event);
    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(200);
  }

  /** Others do the same with longer texts, several at a time. */
  private static void others(ServerProcess member, String key) {
    var busy = Executors.newFixedThreadPool(16);
    try {
      var all =
          IntStream.range(0, 160)
              .mapToObj(i -> CompletableFuture.runAsync(() -> other(member, key, i), busy))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(all).join();
    } finally {
      busy.shutdown();
    }
  }

  private static void other(ServerProcess member, String key, int number) {
    var id = "somebody-else-with-a-long-id-%d-%d".formatted(member.address().getPort(), number);
    var device = "somebody-elses-device-" + id;
    try {
      post(
          member,
          key,
          """
          {"batch":[
            {"type":"consent","messageId":"consent-of-somebody-else","userId":"%1$s","purposes":{"personalization":true}},
            {"type":"identify","messageId":"identify-of-somebody-else","userId":"%1$s","anonymousId":"%2$s",
             "traits":{"email":"%3$s","household":"%3$s"}},
            {"type":"track","event":"Product Viewed","messageId":"view-of-somebody-else","userId":"%1$s",
             "properties":{"product_id":"a-product-of-somebody-else-%1$s","category":"apparel.trousers.jeans","title":"%3$s"}}]}"""
              .formatted(id, device, "x".repeat(1_000 + 10 * number)));
      for (var visitor : List.of(id, device)) {
        var token = decide(member, key, visitor).json().at("/decisions/0/token").asText();
        post(member, key, "{\"type\":\"exposure\",\"token\":\"" + token + "\"}");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Where the mark stands in what the member holds, with what is around it. */
  private static List<String> found(ServerProcess member, Path folder)
      throws IOException, InterruptedException {
    var name = "heap-%d-%d.hprof".formatted(member.address().getPort(), System.nanoTime());
    var dump = folder.resolve(name);
    try {
      member.dumpHeap(dump);
      var all = new ArrayList<String>();
      try (var file = FileChannel.open(dump)) {
        var bytes = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
        for (var charset : CHARSETS) {
          find(bytes, charset, all);
        }
      }
      return all;
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  private static void find(ByteBuffer bytes, Charset charset, List<String> found) {
    var wanted = MARK.getBytes(charset);
    for (int at = 0; at <= bytes.limit() - wanted.length; at++) {
      int matched = 0;
      while (matched < wanted.length && bytes.get(at + matched) == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        if (isBuffered(bytes, at)) {
          continue;
        }
        int from = Math.max(0, at - AROUND);
        var around = new byte[Math.min(bytes.limit(), at + AROUND) - from];
        bytes.get(from, around);
        found.add(new String(around, charset).replaceAll("[^\\p{Print}]+", "."));
      }
    }
  }

  /** Whether it is in a key that a thread serialized last, in the buffer for the next one. */
  private static boolean isBuffered(ByteBuffer bytes, int at) {
    for (int from = Math.max(0, at - 24); from + KEY.length < at; from++) {
      int matched = 0;
      while (matched < KEY.length && bytes.get(from + matched) == KEY[matched]) {
        matched++;
      }
      if (matched == KEY.length) {
        return true;
      }
    }
    return false;
  }
}
