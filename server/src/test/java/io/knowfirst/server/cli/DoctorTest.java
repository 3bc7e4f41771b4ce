package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.AccessKeys;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.store.postgres.StoppableDatabase;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir private Path folder;

  private record Said(int code, String text) {}

  private Said doctor(String... options) throws IOException {
    var out = new ByteArrayOutputStream();
    var real = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var words =
          new ArrayList<>(
              List.of(
                  "doctor",
                  "--data",
                  folder.resolve("data").toString(),
                  "--port",
                  String.valueOf(freePort())));
      words.addAll(List.of(options));
      int code = CommandLines.run(words.toArray(String[]::new), Map.of());
      return new Said(code, out.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(real);
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Test
  void a_sound_installation_is_told_so() throws IOException {
    var vertx = Vertx.vertx();
    try (var own = StoppableDatabase.start(vertx, folder.resolve("postgres"))) {
      var said = doctor("--postgres", own.url());
      assertThat(said.text()).contains("ok    postgres", "none answers at 127.0.0.1");
      assertThat(said.text()).doesNotContain("WRONG");
      assertThat(said.code()).isZero();
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void what_is_wrong_is_named_with_what_to_do() throws IOException {
    Said said;
    var vertx = Vertx.vertx();
    try (var own = StoppableDatabase.start(vertx, folder.resolve("postgres"))) {
      var clock = InstantSource.system();
      var pool = own.database().pool();
      var expires = clock.instant().plus(Duration.ofDays(3));
      new AccessKeys(pool, clock, new SecureRandom())
          .make(
              new WantedKey(KeyKind.SECRET, "till", List.of(), List.of(), null, expires),
              Actor.itself("test"))
          .await();
      pool.query("alter role current_user set synchronous_commit to off").execute().await();
      Files.createDirectories(folder.resolve("data"));
      Files.writeString(folder.resolve("data").resolve("first-keys.txt"), "site key: x\n");
      said = doctor("--postgres", own.url());
    } finally {
      vertx.close().await();
    }
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text())
        .contains("synchronous_commit is off", "Set it to on.")
        .doesNotContain("fsync")
        .contains("Keys end within 14 days: till (", "keys create")
        .contains("The first keys are still in");
  }

  @Test
  void a_postgresql_that_is_away_is_named() throws IOException {
    var said = doctor("--postgres", "postgresql://knowfirst:x@127.0.0.1:1/none");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).contains("WRONG postgres", "Maybe it does not run");
  }
}
