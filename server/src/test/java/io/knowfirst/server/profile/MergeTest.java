package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.viewed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MergeTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;

  @Test
  void aMergeWhileEventsComeInLosesNothingAndCountsNothingTwice() throws Exception {
    int rounds = 25;
    int threads = 4;
    int each = 12;
    for (int round = 0; round < rounds; round++) {
      var anonymous = "a-" + round;
      var known = "k-" + round;
      if (round % 2 == 0) {
        member.find(anonymous);
        member.find(known);
      }
      var ready = new CountDownLatch(threads);
      var receipts = new ArrayList<Future<?>>();
      var workers = new ArrayList<Thread>();
      for (int t = 0; t < threads; t++) {
        int thread = t;
        var random = new Random(31L * round + t);
        var worker =
            new Thread(
                () -> {
                  ready.countDown();
                  for (int i = 0; i < each; i++) {
                    var id = "e-" + thread + "-" + i;
                    var visitor = random.nextBoolean() ? anonymous : known;
                    var accepted =
                        i == 5 && thread < 2
                            ? member.events.accept(
                                List.of(identify(known, anonymous, id, i, Map.of("t", thread))))
                            : member.events.accept(List.of(viewed(visitor, id, i, "p" + i)));
                    synchronized (receipts) {
                      receipts.add(accepted);
                    }
                    if (random.nextInt(3) == 0) {
                      Member.get(member.profiles.find(visitor));
                    }
                  }
                });
        workers.add(worker);
        worker.start();
      }
      ready.await();
      for (var worker : workers) {
        worker.join();
      }
      Member.get(Future.all(receipts));

      var found = member.find(anonymous);
      assertThat(found.visitor()).isEqualTo(known);
      assertThat(found).isEqualTo(member.find(known));
      assertThat(found.history().touches()).hasSize(threads * each - 2);
      assertThat(found).isEqualTo(fromTheStore(known));
    }
  }

  @Test
  void anAnonymousVisitorStaysWithTheFirstWhoTookIt() {
    member.accept(viewed("shared", "1", 0, "p1"));
    member.accept(identify("first", "shared", "i", 1, Map.of()));
    member.accept(identify("second", "shared", "i", 2, Map.of("n", 2)));
    assertThat(member.find("shared").visitor()).isEqualTo("first");
    assertThat(member.find("second").history().touches()).isEmpty();
    assertThat(member.find("second").traits()).containsKey("n");
    member.accept(viewed("shared", "2", 3, "p2"));
    assertThat(member.find("first").history().touches()).hasSize(2);
  }

  @Test
  void tiesMakeNoChainsAndNoCircles() {
    member.accept(viewed("x", "1", 0, "p1"), viewed("y", "1", 0, "p2"), viewed("z", "1", 0, "p3"));
    // All in one batch: x is y; then y, who is known now, cannot become z; w named x, who is y.
    member.accept(
        identify("y", "x", "i1", 1, Map.of()),
        identify("z", "y", "i2", 2, Map.of()),
        identify("x", "w", "i3", 3, Map.of()),
        identify("x", "y", "i4", 4, Map.of()),
        identify("y", "y", "i5", 5, Map.of()));
    assertThat(member.find("x").visitor()).isEqualTo("y");
    assertThat(member.find("w").visitor()).isEqualTo("y");
    assertThat(member.find("z").visitor()).isEqualTo("z");
    assertThat(member.find("y")).isEqualTo(fromTheStore("y"));
    assertThat(member.find("y").history().touches()).hasSize(2);
    assertThat(member.find("z")).isEqualTo(fromTheStore("z"));
  }

  @Test
  void manyVisitorsOfOneDeviceAndManyDevicesOfOneVisitorMeet() {
    for (int i = 0; i < 20; i++) {
      member.accept(viewed("device-" + i, "1", i, "p" + i));
      member.accept(identify("owner", "device-" + i, "i" + i, 100 + i, Map.of()));
    }
    assertThat(member.find("owner").history().touches()).hasSize(20);
    IntStream.range(0, 20)
        .forEach(i -> assertThat(member.find("device-" + i)).isEqualTo(member.find("owner")));
  }

  private static Profile fromTheStore(String visitor) {
    return Member.get(member.profiles.read(visitor));
  }
}
