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
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Prints what one evaluation costs with N segments of one natural shape and N campaigns, shape by
 * shape, and with a mix of all for each further N, in processor time of the evaluating thread. A
 * shape may take three times as long as the first one and a microsecond for each rule that fires:
 *
 * <pre>
 * java -Xmx2g -XX:+UseSerialGC -cp benchmarks/target/classes:server/target/knowfirst.jar \
 *   io.knowfirst.benchmarks.rules.ShapeCost 2000 100 1000 10000
 * </pre>
 */
public final class ShapeCost {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final int VISITORS = 1_000;
  private static final int ROUNDS = 5;
  private static final int EVALUATIONS = 10_000;
  private static final long SEED = 3;
  private static final Duration BUDGET = Duration.ofSeconds(2);

  private ShapeCost() {}

  public static void main(String[] args) {
    int n = Integer.parseInt(args[0]);
    System.out.println("| shape | µs, median | best | facts | rules that fire | allowed |");
    System.out.println("|---|---|---|---|---|---|");
    double first = 0;
    for (var shape : RuleShapes.all().entrySet()) {
      first = first(first, measure(shape.getKey(), shape.getValue(), n, first));
    }
    for (int i = 1; i < args.length; i++) {
      measure(RuleShapes.MIX + " of " + args[i], RuleShapes.mix(), Integer.parseInt(args[i]), 0);
    }
  }

  private static double first(double known, double measured) {
    return known == 0 ? measured : known;
  }

  private static double measure(String name, IntFunction<String> shape, int n, double first) {
    var base = RuleBase.of(RuleFolder.of(RuleShapes.folder(shape, n)));
    var random = new Random(SEED);
    var visitors = new ArrayList<List<Fact>>();
    long facts = 0;
    long fired = 0;
    for (int i = 0; i < VISITORS; i++) {
      var visitor = visitor(random, n, base.keys());
      visitors.add(visitor);
      facts += visitor.size();
      fired += base.evaluate(visitor, BUDGET).fired().size();
    }
    var loop = Loop.of(ROUNDS, EVALUATIONS, i -> base.evaluate(visitors.get(i % VISITORS), BUDGET));
    double each = (double) fired / VISITORS;
    System.out.printf(
        "| %s | %.1f | %.1f | %.1f | %.2f | %s |%n",
        name,
        loop.median(),
        loop.best(),
        (double) facts / VISITORS,
        each,
        first == 0 ? "" : "%.1f".formatted(3 * first + each));
    return loop.median();
  }

  private static List<Fact> visitor(Random random, int n, Keys keys) {
    long now = NOW.toEpochMilli();
    var touches = new ArrayList<Touch>();
    int segment = 0;
    for (int picks = 2 + random.nextInt(3); picks > 0; picks--) {
      segment = random.nextInt(n);
      boolean next = random.nextBoolean();
      touches.add(touch(Touch.Kind.VIEWED, segment, random.nextInt(10)));
      touches.add(touch(Touch.Kind.VIEWED, segment + (next ? 1 : 0), random.nextInt(10)));
      if (random.nextInt(3) > 0) {
        touches.add(touch(Touch.Kind.BOUGHT, segment, random.nextInt(20)));
      }
    }
    touches.add(touch(Touch.Kind.CART_ADDED, segment, 0));
    touches.add(new Touch(Touch.Kind.SEARCHED, now, "s", "term" + segment, null));
    var history = History.of(touches);
    var starts = new long[1 + random.nextInt(5)];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = now - Duration.ofDays(starts.length - 1 - i).toMillis();
    }
    var clock = ShopClock.at(now, ZoneOffset.UTC);
    var visitor = new Visitor("v", true, starts, starts.length, starts[0], history, clock);
    var request = List.of(new Origin(Origin.REQUEST, NOW));
    var facts = new ArrayList<Fact>();
    facts.add(visitor);
    facts.addAll(Behaviour.facts(history, visitor, now - 600_000, clock, keys));
    facts.add(Moment.at(NOW.plus(Duration.ofHours(random.nextInt(170))), ZoneOffset.UTC));
    facts.add(new Device(random.nextBoolean() ? "mobile" : "desktop", "ios", null, false, request));
    facts.add(new Place("DE", null, "city" + segment % 50, request));
    facts.add(new Trait("household", "v" + segment % 20, Double.NaN, visitor, request));
    facts.add(new Trait("age", "40", 40, visitor, request));
    facts.removeIf(fact -> !keys.asked(fact.getClass(), Vocabulary.keyOf(fact)));
    return facts;
  }

  private static Touch touch(Touch.Kind kind, int segment, int daysAgo) {
    long at = NOW.minus(Duration.ofDays(daysAgo)).toEpochMilli();
    var item = new Item("p" + segment, RuleShapes.category(segment), null, null, null, 10, 1);
    return new Touch(kind, at, "e" + segment + kind + daysAgo, "", item);
  }
}
