package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.postgres.TestDatabase;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Soon after a visitor is erased no member holds anything of them, in its memory either. */
class ErasureIT {
  /** Ids and texts of the visitor to be erased all have this in them, and nothing else has. */
  private static final String MARK = "qx9mark";

  /** As docs/visitors.md says. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(5);

  private static final List<String> IDS =
      List.of("erika-" + MARK, "phone-" + MARK, "tablet-š-" + MARK);

  @Test
  void no_members_heap_holds_an_id_or_a_trait_of_who_was_erased(@TempDir Path folder)
      throws Exception {
    var url = TestDatabase.url();
    var ports = Pair.freePorts();
    try (var first = Pair.member(folder, url, 1, ports);
        var second = Pair.member(folder, url, 2, ports)) {
      var key = first.keys().get("secret");
      var members = List.of(first, second);
      for (int round = 0; round < 3; round++) {
        for (var member : members) {
          live(member, key, round);
        }
      }
      Thread.sleep(3_000);
      for (var member : members) {
        assertThat(found(member, folder)).as("before the erasure").isPositive();
      }

      var erased = first.delete("/v1/visitors/" + IDS.get(0), first.keys().get("admin"));
      assertThat(erased.status()).isEqualTo(200);
      assertThat(erased.json().at("/erased/ids").asInt()).isEqualTo(3);
      Thread.sleep(FORGOTTEN.toMillis());
      // What others send takes the place of what buffers held.
      for (var member : members) {
        others(member, key);
      }
      for (var member : members) {
        assertThat(found(member, folder)).as("%s after the erasure", member.address()).isZero();
      }
    }
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

  private static void others(ServerProcess member, String key)
      throws IOException, InterruptedException {
    for (int i = 0; i < 300; i++) {
      post(
          member,
          key,
          "{\"type\":\"page\",\"messageId\":\"p\",\"userId\":\"somebody-else-%d\",\"properties\":{\"title\":\"%s\"}}"
              .formatted(i, "x".repeat(1_500)));
      decide(member, key, "somebody-else-" + i);
    }
  }

  /** How often the mark stands in what the member holds, however it keeps text. */
  private static long found(ServerProcess member, Path folder)
      throws IOException, InterruptedException {
    var dump =
        folder.resolve("heap-" + member.address().getPort() + "-" + System.nanoTime() + ".hprof");
    try {
      member.dumpHeap(dump);
      return count(dump, StandardCharsets.US_ASCII)
          + count(dump, StandardCharsets.UTF_16LE)
          + count(dump, StandardCharsets.UTF_16BE);
    } finally {
      Files.deleteIfExists(dump);
    }
  }

  private static long count(Path file, Charset charset) throws IOException {
    var wanted = MARK.getBytes(charset);
    long found = 0;
    int matched = 0;
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 20)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != (wanted[matched] & 0xff)) {
          matched = 0;
        }
        if (b == (wanted[matched] & 0xff) && ++matched == wanted.length) {
          found++;
          matched = 0;
        }
      }
    }
    return found;
  }
}
