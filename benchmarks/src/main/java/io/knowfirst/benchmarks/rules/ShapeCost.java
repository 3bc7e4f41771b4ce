package io.knowfirst.benchmarks.rules;

import io.knowfirst.rules.base.RuleBase;
import io.knowfirst.rules.check.Vocabulary;
import io.knowfirst.rules.facts.Behaviour;
import io.knowfirst.rules.facts.Device;
import io.knowfirst.rules.facts.Fact;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.Keys;
import io.knowfirst.rules.facts.Moment;
import io.knowfirst.rules.facts.Origin;
import io.knowfirst.rules.facts.Place;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.rules.facts.Trait;
import io.knowfirst.rules.facts.Visitor;
import io.knowfirst.rules.folder.RuleFolder;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Prints what one evaluation costs with N segments of one natural shape and N campaigns, shape by
 * shape, and with a mix of all, in processor time of the evaluating thread:
 *
 * <pre>
 * java -Xmx2g -XX:+UseSerialGC -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.ShapeCost 1000
 * </pre>
 */
public final class ShapeCost {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final int VISITORS = 1_000;
  private static final int ROUNDS = 5;
  private static final int EVALUATIONS = 10_000;
  private static final long SEED = 3;
  private static final long DAY = 86_400_000L;
  private static final Duration BUDGET = Duration.ofSeconds(2);

  private ShapeCost() {}

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    System.out.println("| shape | µs, median | best | over the first | facts | rules that fire |");
    System.out.println("|---|---|---|---|---|---|");
    double first = 0;
    for (var shape : Shapes.all().entrySet()) {
      var base = RuleBase.of(RuleFolder.of(Shapes.folder(shape.getValue(), n)));
      double median = measure(shape.getKey(), base, n, first);
      first = first == 0 ? median : first;
    }
  }

  private static double measure(String name, RuleBase base, int n, double first) {
    var random = new Random(SEED);
    var visitors = new ArrayList<List<Fact>>();
    long facts = 0;
    for (int i = 0; i < VISITORS; i++) {
      visitors.add(visitor(random, n, base.keys()));
      facts += visitors.get(i).size();
    }
    var threads = ManagementFactory.getThreadMXBean();
    var rounds = new double[ROUNDS];
    long fired = 0;
    for (int round = -ROUNDS; round < ROUNDS; round++) {
      fired = 0;
      long began = threads.getCurrentThreadCpuTime();
      for (int i = 0; i < EVALUATIONS; i++) {
        fired += base.evaluate(visitors.get(i % VISITORS), BUDGET).fired().size();
      }
      if (round >= 0) {
        rounds[round] = (threads.getCurrentThreadCpuTime() - began) / 1e3 / EVALUATIONS;
      }
    }
    Arrays.sort(rounds);
    double median = rounds[ROUNDS / 2];
    System.out.printf(
        "| %s | %.1f | %.1f | %.2f | %.1f | %.2f |%n",
        name,
        median,
        rounds[0],
        first == 0 ? 1 : median / first,
        (double) facts / VISITORS,
        (double) fired / EVALUATIONS);
    return median;
  }

  private static List<Fact> visitor(Random random, int n, Keys keys) {
    long now = NOW.toEpochMilli();
    var touches = new ArrayList<Touch>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      var kind = random.nextInt(3) == 0 ? Touch.Kind.BOUGHT : Touch.Kind.VIEWED;
      long at = now - Duration.ofHours(random.nextInt(24 * 20)).toMillis();
      var item = new Item("p" + i, Shapes.category(random.nextInt(n)), null, null, null, 10, 1);
      touches.add(new Touch(kind, at, "e" + i, "", item));
    }
    var history = History.of(touches);
    var starts = new long[1 + random.nextInt(5)];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = now - (starts.length - 1 - i) * DAY;
    }
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, starts, starts.length, starts[0], history, clock);
    var request = List.of(new Origin(Origin.REQUEST, NOW));
    var facts = new ArrayList<Fact>();
    facts.add(visitor);
    facts.addAll(Behaviour.facts(history, visitor, now - 600_000, clock, keys));
    facts.add(Moment.at(NOW.plus(Duration.ofHours(random.nextInt(170))), ZoneOffset.UTC));
    facts.add(new Device(random.nextBoolean() ? "mobile" : "desktop", "ios", null, false, request));
    facts.add(new Place("DE", null, "city" + random.nextInt(50), request));
    facts.add(new Trait("household", "v" + random.nextInt(20), Double.NaN, visitor, request));
    facts.removeIf(fact -> !keys.asked(fact.getClass(), Vocabulary.keyOf(fact)));
    return facts;
  }
}
