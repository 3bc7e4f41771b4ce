package io.knowfirst.rules.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.check.Checked;
import io.knowfirst.rules.folder.Finding;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompileRoomTest {
  @Test
  void rules_that_take_too_long_to_compile_are_refused_with_a_finding() {
    var rules =
        IntStream.range(0, 300)
            .mapToObj(
                i -> Folders.segment("Rule " + i, "Visitor(visits(" + (i + 1) + ") > 1)", "s" + i))
            .collect(Collectors.joining());
    var checked = Checked.of(Folders.of(rules, ""));
    var compiled =
        Compiler.compile(
            checked.sources().get(1), "knowfirst.test", new CompileRoom(Duration.ofMillis(5)));
    assertThat(compiled.packages()).isEmpty();
    assertThat(compiled.errors())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.code()).isEqualTo("KF198");
              assertThat(found.message()).startsWith("Did not compile within 5 ms.");
            });
    assertThat(Compiler.compile(checked.sources()).errors()).extracting(Finding::code).isEmpty();
  }

  @Test
  void two_runaways_close_the_room_until_one_has_ended() throws InterruptedException {
    var room = new CompileRoom(Duration.ofMillis(20));
    var release = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> room.run(() -> holdOn(release)))
          .isInstanceOf(CompileRoom.Runaway.class)
          .hasMessageContaining("within 20 ms");
    }
    assertThatThrownBy(() -> room.run(() -> {}))
        .isInstanceOf(CompileRoom.Runaway.class)
        .hasMessageContaining("not ended");
    release.countDown();
    long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (System.nanoTime() < until && isClosed(room)) {
      Thread.sleep(5);
    }
    assertThatCode(() -> room.run(() -> {})).doesNotThrowAnyException();
  }

  @Test
  void work_that_has_ended_leaves_its_place_to_the_next() {
    var room = new CompileRoom(Duration.ofSeconds(5));
    assertThatCode(
            () -> {
              for (int i = 0; i < 20_000; i++) {
                room.run(() -> {});
              }
            })
        .doesNotThrowAnyException();
  }

  @Test
  void what_the_work_throws_comes_out() {
    var room = new CompileRoom(Duration.ofSeconds(5));
    assertThatThrownBy(
            () ->
                room.run(
                    () -> {
                      throw new IllegalStateException("no");
                    }))
        .isInstanceOf(IllegalStateException.class);
  }

  private static boolean isClosed(CompileRoom room) {
    try {
      room.run(() -> {});
      return false;
    } catch (CompileRoom.Runaway e) {
      return true;
    }
  }

  /** Waits whatever interrupts it, as a runaway compilation does. */
  private static void holdOn(CountDownLatch release) {
    boolean held = true;
    while (held) {
      try {
        release.await();
        held = false;
      } catch (InterruptedException e) {
        held = release.getCount() > 0;
      }
    }
  }
}
