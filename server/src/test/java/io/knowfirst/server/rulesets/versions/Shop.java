package io.knowfirst.server.rulesets.versions;

import io.knowfirst.rules.check.Outside;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/** Members over one real PostgreSQL. */
final class Shop implements AutoCloseable {
  final Vertx vertx = Vertx.vertx();
  final Database database = TestDatabase.open(vertx);
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Path scratch;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Shop(Path scratch) {
    this.scratch = scratch;
  }

  /** A member without rules yet. */
  Rulesets member(boolean fourEyes) {
    return member(fourEyes, (candidate, inForce, most) -> Optional.empty());
  }

  Rulesets member(boolean fourEyes, ChangeGate gate) {
    var settings =
        new Rulesets.Settings(
            Duration.ofMillis(50),
            fourEyes,
            gate,
            () -> Outside.at(InstantSource.system().instant()),
            folder -> Future.succeededFuture(),
            InstantSource.system());
    var member = new Rulesets(vertx, database.pool(), settings, metrics);
    open.push(member);
    return member;
  }

  /** A member that began with these files. */
  Rulesets started(boolean fourEyes, SortedMap<String, String> files) {
    var member = member(fourEyes);
    begin(member, files);
    return member;
  }

  String begin(Rulesets member, SortedMap<String, String> files) {
    return Start.read(folder(files), Duration.ZERO, InstantSource.system().instant()).begin(member);
  }

  RulesetFollower follow(Rulesets member) {
    var follower = await(RulesetFollower.open(vertx, member, database.connectOptions()));
    open.push(() -> await(follower.close()));
    return follower;
  }

  Path folder(SortedMap<String, String> files) {
    try {
      var folder = Files.createTempDirectory(scratch, "folder");
      files.forEach((path, text) -> write(folder.resolve(path), text));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** What the operation was refused with. */
  static RulesetRefused refusal(Future<?> future) {
    try {
      await(future);
    } catch (java.util.concurrent.CompletionException failed) {
      if (failed.getCause() instanceof RulesetRefused refused) {
        return refused;
      }
      throw failed;
    }
    throw new AssertionError("It was not refused.");
  }

  @Override
  public void close() {
    for (var part = open.poll(); part != null; part = open.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
    database.close();
    await(vertx.close());
  }
}
