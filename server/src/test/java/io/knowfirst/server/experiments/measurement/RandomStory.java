package io.knowfirst.server.experiments.measurement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A story made up at random, and its sums as this class counts them, visitor by visitor. */
final class RandomStory {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final Duration BEFORE = Duration.ofDays(7);

  private record Order(String visitor, Instant at, int value) {}

  private record Refund(String visitor, Instant at, double total) {}

  private record Seen(
      String visitor,
      String variation,
      Instant at,
      @Nullable String channel,
      @Nullable String device) {}

  /** One visitor as they count. */
  private record Counted(
      String variation,
      String day,
      String visitor,
      String channel,
      String device,
      Map<String, BigDecimal[]> values,
      Map<String, Map<Integer, BigDecimal[]>> grown) {}

  /** What a metric counts at a moment: its amount, and what a ratio is divided by. */
  private record Counts(Instant at, String visitor, double amount, double per) {}

  private final Story story;
  private final Random random;
  private final Map<String, Seen> exposures = new LinkedHashMap<>();
  private final Set<String> bots = new HashSet<>();
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private final Map<String, String> roots = new HashMap<>();
  private final Map<String, Instant> ties = new HashMap<>();

  RandomStory(Story story, long seed) {
    this.story = story;
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  void tell(int happenings) {
    for (int i = 0; i < happenings; i++) {
      switch (below(10)) {
        case 0, 1, 2 -> expose();
        case 3 -> tie();
        case 4 -> refund();
        default -> order();
      }
    }
  }

  /** Anonymous visitors are a0 to a14, known ones k0 to k9. */
  private String anyone() {
    return below(2) == 0 ? "a" + below(15) : "k" + below(10);
  }

  /** Days in any order, so most events come late. */
  private Instant anyTime() {
    return START.plusSeconds(below(30 * 86_400));
  }

  private void expose() {
    var channel = Arrays.asList("web", "app", null).get(below(3));
    var device = Arrays.asList("mobile", "desktop", "tv", "fridge", null).get(below(5));
    var seen = new Seen(anyone(), below(2) == 0 ? "list" : "grid", anyTime(), channel, device);
    story.exposed("layout", seen.visitor(), seen.variation(), seen.at(), channel, device);
    if (below(12) == 0) {
      story.markedAsBot(seen.visitor());
      bots.add(seen.visitor());
    }
    exposures.putIfAbsent(seen.visitor(), seen);
  }

  private void order() {
    var id = "m" + below(400);
    var order = new Order(anyone(), anyTime(), 1 + below(30));
    story.ordered(order.visitor(), id, order.at(), order.value(), 1);
    orders.putIfAbsent(order.visitor() + id, order);
  }

  private void refund() {
    var id = "r" + below(400);
    var refund = new Refund(anyone(), anyTime(), below(1000) / 8.0);
    story.refunded(refund.visitor(), id, refund.at(), refund.total());
    refunds.putIfAbsent(refund.visitor() + id, refund);
  }

  private void tie() {
    var anonymous = "a" + below(15);
    var known = "k" + below(10);
    if (roots.putIfAbsent(anonymous, known) == null) {
      ties.put(anonymous, anyTime());
      story.tied(anonymous, known, ties.get(anonymous));
    }
  }

  private String root(String visitor) {
    return roots.getOrDefault(visitor, visitor);
  }

  /** Whether both ids were known to be one visitor when the first of them was exposed. */
  private boolean knownThen(Seen first, String other) {
    return other.equals(first.visitor())
        || (!ties.getOrDefault(first.visitor(), Instant.MIN).isAfter(first.at())
            && !ties.getOrDefault(other, Instant.MIN).isAfter(first.at()));
  }

  /** Lines as those of {@link Story#sums}. */
  List<String> byHand() {
    return lines(
        one -> {
          boolean own = one.device().equals("mobile") || one.device().equals("desktop");
          return List.of(one.day() + " " + one.visitor() + " " + (own ? one.device() : "other"));
        });
  }

  /** Lines as those of {@link Story#segments}. */
  List<String> segmentsByHand() {
    return lines(
        one ->
            List.of(
                "visitor=" + one.visitor(), "channel=" + one.channel(), "device=" + one.device()));
  }

  /** All who are no bots. */
  private List<Counted> visitors() {
    var visitors = new ArrayList<Counted>();
    exposures.values().stream()
        .collect(Collectors.groupingBy(seen -> root(seen.visitor())))
        .forEach(
            (root, seen) -> {
              if (seen.stream().map(Seen::visitor).noneMatch(bots::contains)) {
                visitors.add(count(root, seen));
              }
            });
    return visitors;
  }

  private List<String> lines(Function<Counted, List<String>> cuts) {
    var cells = new TreeMap<String, List<BigDecimal[]>>();
    for (var one : visitors()) {
      for (var cut : cuts.apply(one)) {
        one.values()
            .forEach(
                (metric, values) ->
                    cells
                        .computeIfAbsent(
                            metric + " " + one.variation() + " " + cut, c -> new ArrayList<>())
                        .add(values));
      }
    }
    var lines = new ArrayList<String>();
    cells.forEach(
        (cell, visitors) -> lines.add(cell + " n=" + visitors.size() + moments(visitors)));
    return lines;
  }

  private Counted count(String root, List<Seen> seen) {
    var first =
        seen.stream()
            .min(Comparator.comparing(Seen::at).thenComparing(Seen::variation))
            .orElseThrow();
    var from = first.at();
    var own = orders.values().stream().filter(o -> root(o.visitor()).equals(root)).toList();
    var within =
        own.stream().filter(o -> !o.at().isBefore(from) && o.at().isBefore(from.plus(WINDOW)));
    var bought = within.map(Order::value).toList();
    var earlier =
        own.stream()
            .filter(o -> o.at().isBefore(from) && !o.at().isBefore(from.minus(BEFORE)))
            .filter(o -> knownThen(first, o.visitor()))
            .map(Order::value)
            .toList();
    int before = earlier.stream().mapToInt(Integer::intValue).sum();
    int value = bought.stream().mapToInt(Integer::intValue).sum();
    var mine = refunds.values().stream().filter(r -> root(r.visitor()).equals(root)).toList();
    double refunded =
        mine.stream().filter(r -> !r.at().isBefore(from)).mapToDouble(Refund::total).sum();
    var lastDay = from.minusSeconds(86_400);
    boolean returning =
        own.stream().anyMatch(o -> o.at().isBefore(lastDay) && knownThen(first, o.visitor()))
            || mine.stream()
                .anyMatch(r -> r.at().isBefore(lastDay) && knownThen(first, r.visitor()));
    var values = new LinkedHashMap<String, BigDecimal[]>();
    values.put("converted", numbers(bought.isEmpty() ? 0 : 1, 0));
    values.put("orders", numbers(bought.size(), 0));
    values.put("revenue", numbers(Math.min(50, value), Math.min(50, before)));
    values.put("basket", numbers(value, bought.size(), before, earlier.size()));
    values.put("refunds", numbers(refunded, 0));
    return new Counted(
        first.variation(),
        from.atOffset(ZoneOffset.UTC).toLocalDate().toString(),
        returning ? "returning" : "new",
        first.channel() == null ? "unknown" : first.channel(),
        first.device() == null
            ? "unknown"
            : first.device().equals("fridge") ? "other" : first.device(),
        values,
        grown(first, own, mine));
  }

  private Map<String, Map<Integer, BigDecimal[]>> grown(
      Seen first, List<Order> orders, List<Refund> refunds) {
    var within = orders.stream().filter(o -> o.at().isBefore(first.at().plus(WINDOW))).toList();
    var grown = new LinkedHashMap<String, Map<Integer, BigDecimal[]>>();
    grown.put("converted", grown(first, 1, counts(within, o -> new double[] {1, 0})));
    grown.put("orders", grown(first, 1e9, counts(within, o -> new double[] {1, 0})));
    grown.put("revenue", grown(first, 50, counts(within, o -> new double[] {o.value(), 0})));
    grown.put("basket", grown(first, 1e9, counts(within, o -> new double[] {o.value(), 1})));
    grown.put(
        "refunds",
        grown(
            first,
            1e9,
            refunds.stream().map(r -> new Counts(r.at(), r.visitor(), r.total(), 0)).toList()));
    return grown;
  }

  private static List<Counts> counts(List<Order> orders, Function<Order, double[]> of) {
    return orders.stream()
        .map(o -> new Counts(o.at(), o.visitor(), of.apply(o)[0], of.apply(o)[1]))
        .toList();
  }

  /** By day since the first exposure, and -1 for the 28 days before it. */
  private Map<Integer, BigDecimal[]> grown(Seen first, double cap, List<Counts> counts) {
    var days = new TreeMap<Integer, double[]>();
    var from = first.at();
    for (var count : counts) {
      boolean early = count.at().isBefore(from);
      int since =
          early
              ? -1
              : (int) (count.at().getEpochSecond() / 86_400 - from.getEpochSecond() / 86_400);
      boolean known =
          !early
              || (!count.at().isBefore(from.minus(Duration.ofDays(28)))
                  && knownThen(first, count.visitor()));
      if (known) {
        days.merge(
            since,
            new double[] {count.amount(), count.per()},
            (a, b) -> new double[] {a[0] + b[0], a[1] + b[1]});
      }
    }
    var grown = new LinkedHashMap<Integer, BigDecimal[]>();
    double soFar = 0;
    for (var day : days.entrySet()) {
      boolean before = day.getKey() < 0;
      double next = Math.min(cap, (before ? 0 : soFar) + day.getValue()[0]);
      double gain = before ? next : next - soFar;
      soFar = before ? soFar : next;
      if (gain != 0 || day.getValue()[1] != 0) {
        grown.put(day.getKey(), numbers(gain, day.getValue()[1]));
      }
    }
    return grown;
  }

  /** Lines as those of {@link Story#days}. */
  List<String> daysByHand() {
    var cells = new TreeMap<String, List<BigDecimal[]>>();
    visitors()
        .forEach(
            one ->
                one.grown()
                    .forEach(
                        (metric, days) ->
                            days.forEach(
                                (since, values) ->
                                    cells
                                        .computeIfAbsent(
                                            "%s %s %s %d"
                                                .formatted(
                                                    metric, one.variation(), one.day(), since),
                                            c -> new ArrayList<>())
                                        .add(values))));
    var lines = new ArrayList<String>();
    cells.forEach(
        (cell, visitors) -> lines.add(cell + " n=" + visitors.size() + moments(visitors)));
    return lines;
  }

  private static BigDecimal[] numbers(double... numbers) {
    return Arrays.stream(numbers).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
  }

  /** Total and squares of two numbers and their product, then the same and all products of four. */
  private static String moments(List<BigDecimal[]> visitors) {
    var text = new StringBuilder();
    int[][] pairs = {{0, -1}, {0, 0}, {1, -1}, {1, 1}, {0, 1}};
    append(text, visitors, pairs);
    if (visitors.get(0).length == 4) {
      text.append(" before");
      append(
          text,
          visitors,
          new int[][] {{2, -1}, {2, 2}, {3, -1}, {3, 3}, {2, 3}, {0, 2}, {0, 3}, {1, 2}, {1, 3}});
    }
    return text.toString();
  }

  private static void append(StringBuilder text, List<BigDecimal[]> visitors, int[][] pairs) {
    for (var pair : pairs) {
      var sum = BigDecimal.ZERO;
      for (var visitor : visitors) {
        var second = pair[1] < 0 ? BigDecimal.ONE : visitor[pair[1]];
        sum = sum.add(visitor[pair[0]].multiply(second));
      }
      var plain = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
      text.append(' ').append(plain);
    }
  }
}
