package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import io.knowfirst.rules.facts.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Edits one file of a folder with N segment and N campaign rules a number of times, checks,
 * rehearses and changes over as a server does, while another thread evaluates every millisecond;
 * prints how long an edit takes and what the evaluations took meanwhile:
 *
 * <pre>
 * java -Xmx3g -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.EditLive 1000 5
 * </pre>
 */
public final class EditLive {
  private static final Duration BUDGET = Duration.ofSeconds(2);
  private static final Duration REHEARSAL = Duration.ofSeconds(1);
  private static final Duration USUAL = Duration.ofSeconds(15);
  private static final long PACE_NANOS = 1_000_000;
  private static final int VISITORS = 200;
  private static final int MOST = 2_000_000;

  private EditLive() {}

  public static void main(String[] args) throws InterruptedException {
    int n = Integer.parseInt(args[0]);
    int edits = Integer.parseInt(args[1]);
    var files = GeneratedRules.of(n);
    var live = new Live(ready(RuleCheck.of(files, outside())));
    var visitors = RandomVisitors.of(VISITORS, n, live.base.keys());
    measure(live, visitors, () -> LockSupport.parkNanos(USUAL.toNanos() / 3));
    double usual = measure(live, visitors, () -> LockSupport.parkNanos(USUAL.toNanos()));
    System.out.printf("usual p99.9 of an evaluation: %.3f ms%n", usual);
    var took = new double[edits];
    double during =
        measure(
            live,
            visitors,
            () -> {
              for (int edit = 0; edit < edits; edit++) {
                long began = System.nanoTime();
                var edited = GeneratedRules.edited(files, edit + 1);
                live.base = ready(RuleCheck.of(edited, outside()));
                took[edit] = (System.nanoTime() - began) / 1e9;
              }
            });
    System.out.printf("p99.9 while editing: %.3f ms, %.2f of the usual%n", during, during / usual);
    System.out.printf("first edit: %.2f s%n", took[0]);
    Arrays.sort(took);
    System.out.printf("edit live, median of %d: %.2f s%n", edits, took[edits / 2]);
    System.out.printf("slowest: %.2f s%n", took[edits - 1]);
  }

  /** The rules in force. */
  private static final class Live {
    private volatile RuleBase base;

    Live(RuleBase base) {
      this.base = base;
    }
  }

  private static Outside outside() {
    return Outside.at(Instant.now());
  }

  private static RuleBase ready(RuleCheck check) {
    var base = check.base();
    if (base == null) {
      throw new IllegalStateException("no errors expected, not " + check.errors());
    }
    base.rehearse(REHEARSAL);
    return base;
  }

  /** The 99.9th percentile of the evaluations that are made while something else is done. */
  private static double measure(Live live, List<List<Fact>> visitors, Runnable meanwhile)
      throws InterruptedException {
    var goOn = new AtomicBoolean(true);
    var times = new long[MOST];
    var count = new int[1];
    var decider =
        new Thread(
            () -> {
              int i = 0;
              while (goOn.get() && i < MOST) {
                long began = System.nanoTime();
                live.base.evaluate(visitors.get(i % VISITORS), BUDGET);
                times[i++] = System.nanoTime() - began;
                LockSupport.parkNanos(PACE_NANOS);
              }
              count[0] = i;
            });
    decider.start();
    meanwhile.run();
    goOn.set(false);
    decider.join();
    Arrays.sort(times, 0, count[0]);
    return times[(int) (count[0] * 0.999)] / 1e6;
  }
}
