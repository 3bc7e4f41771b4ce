package io.knowfirst.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded PostgreSQL on a disk of its own, a small one in memory, that gets full. */
class DiskFullIT {
  private static final int VISITORS = 20;
  private static final int MOST_BATCHES = 400;
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String MOUNT =
      "mkdir -p data/postgres && mount -t tmpfs -o size=320m,mode=700 tmpfs data/postgres && exec \"$@\"";

  @Test
  void known_visitors_are_decided_for_and_events_wait_until_there_is_room_again(
      @TempDir Path folder) throws Exception {
    var launcher = List.of("unshare", isRoot() ? "-m" : "-rm", "sh", "-c", MOUNT, "sh");
    unlessMountable(folder, launcher);
    try (var server = ServerProcess.serve(launcher, folder, "--port", "0", "--data", "data")) {
      var key = server.keys().get("secret");
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        assertThat(server.post("/v1/events", key, Members.bought(visitor)).status()).isEqualTo(200);
        assertThat(Members.outcome(server, key, visitor)).isEqualTo("known");
      }
      var ballast = server.seen(folder.resolve("data/postgres").toString()).resolve("ballast");
      fill(ballast);

      int status = 200;
      for (int batch = 0; status == 200 && batch < MOST_BATCHES; batch++) {
        status = server.post("/v1/events", key, large(batch)).status();
      }
      assertThat(status).as("with a full disk").isEqualTo(503);
      for (int visitor = 0; visitor < VISITORS; visitor++) {
        assertThat(Members.outcome(server, key, visitor)).as("from memory").isEqualTo("known");
      }

      Files.delete(ballast);
      await()
          .atMost(SOON)
          .until(() -> server.post("/v1/events", key, Members.bought(VISITORS)).status() == 200);
      assertThat(Members.outcome(server, key, VISITORS)).isEqualTo("known");
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void unlessMountable(Path folder, List<String> launcher)
      throws InterruptedException {
    var command = new java.util.ArrayList<>(launcher);
    command.add("true");
    try {
      var tried =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      var said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Assumptions.assumeTrue(tried.waitFor() == 0, "Not run: no disk of its own: " + said);
    } catch (IOException missing) {
      Assumptions.abort("Not run: there is no unshare. Maybe: apt-get install util-linux");
    }
  }

  /** All room that is left. */
  private static void fill(Path file) throws IOException {
    var zeros = ByteBuffer.allocate(64 * 1_024);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (true) {
        channel.write(zeros.rewind());
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  /** Consent of a visitor of its own, and 499 views whose ids compress badly. */
  private static String large(int batch) {
    var random = new java.util.Random(batch);
    var events =
        new StringBuilder(
            "{\"batch\":[{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"large-%d\",\"purposes\":{\"personalization\":true}}"
                .formatted(batch));
    for (int i = 1; i < 500; i++) {
      events.append(
          ",{\"type\":\"track\",\"event\":\"Product Viewed\",\"messageId\":\"%x-%d\",\"userId\":\"large-%d\",\"properties\":{\"product_id\":\"%x%x%x\"}}"
              .formatted(
                  random.nextLong(),
                  i,
                  batch,
                  random.nextLong(),
                  random.nextLong(),
                  random.nextLong()));
    }
    return events.append("]}").toString();
  }
}
