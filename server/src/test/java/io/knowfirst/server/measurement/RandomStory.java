package io.knowfirst.server.measurement;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A story made up at random, and its sums as this class counts them, visitor by visitor. */
final class RandomStory {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofDays(14);
  private static final Duration BEFORE = Duration.ofDays(7);

  private record Order(String visitor, Instant at, int value) {}

  private record Refund(String visitor, Instant at, double total) {}

  private record Seen(String visitor, String variation, Instant at) {}

  private final Story story;
  private final Random random;
  private final Map<String, Seen> exposures = new LinkedHashMap<>();
  private final Set<String> bots = new HashSet<>();
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private final Map<String, String> roots = new HashMap<>();

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
    var seen = new Seen(anyone(), below(2) == 0 ? "list" : "grid", anyTime());
    if (below(12) == 0) {
      story.exposedToABot(seen.visitor(), seen.variation(), seen.at());
      bots.add(seen.visitor());
    } else {
      story.exposed(seen.visitor(), seen.variation(), seen.at());
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
      story.tied(anonymous, known);
    }
  }

  private String root(String visitor) {
    return roots.getOrDefault(visitor, visitor);
  }

  /** Lines as those of {@link Story#sums}. */
  List<String> byHand() {
    var cells = new TreeMap<String, List<BigDecimal[]>>();
    exposures.values().stream()
        .collect(Collectors.groupingBy(seen -> root(seen.visitor())))
        .forEach(
            (root, seen) -> {
              if (seen.stream().map(Seen::visitor).noneMatch(bots::contains)) {
                count(root, seen, cells);
              }
            });
    var lines = new ArrayList<String>();
    cells.forEach(
        (cell, visitors) -> lines.add(cell + " n=" + visitors.size() + moments(visitors)));
    return lines;
  }

  private void count(String root, List<Seen> seen, Map<String, List<BigDecimal[]>> cells) {
    var first =
        seen.stream()
            .min(Comparator.comparing(Seen::at).thenComparing(Seen::variation))
            .orElseThrow();
    var from = first.at();
    var own = orders.values().stream().filter(o -> root(o.visitor()).equals(root)).toList();
    var within =
        own.stream().filter(o -> !o.at().isBefore(from) && o.at().isBefore(from.plus(WINDOW)));
    var values = within.map(Order::value).toList();
    int before =
        own.stream()
            .filter(o -> o.at().isBefore(from) && !o.at().isBefore(from.minus(BEFORE)))
            .mapToInt(Order::value)
            .sum();
    int value = values.stream().mapToInt(Integer::intValue).sum();
    var mine = refunds.values().stream().filter(r -> root(r.visitor()).equals(root)).toList();
    double refunded =
        mine.stream().filter(r -> !r.at().isBefore(from)).mapToDouble(Refund::total).sum();
    var lastDay = from.minusSeconds(86_400);
    boolean returning =
        own.stream().anyMatch(o -> o.at().isBefore(lastDay))
            || mine.stream().anyMatch(r -> r.at().isBefore(lastDay));
    var cell =
        " %s %s %s"
            .formatted(
                first.variation(),
                from.atOffset(ZoneOffset.UTC).toLocalDate(),
                returning ? "returning" : "new");
    add(cells, "converted" + cell, values.isEmpty() ? 0 : 1, 0);
    add(cells, "orders" + cell, values.size(), 0);
    add(cells, "revenue" + cell, Math.min(50, value), Math.min(50, before));
    add(cells, "basket" + cell, value, values.size());
    add(cells, "refunds" + cell, refunded, 0);
  }

  private static void add(
      Map<String, List<BigDecimal[]>> cells, String cell, double value, double other) {
    cells
        .computeIfAbsent(cell, c -> new ArrayList<>())
        .add(new BigDecimal[] {new BigDecimal(value), new BigDecimal(other)});
  }

  private static String moments(List<BigDecimal[]> visitors) {
    var sums = new BigDecimal[5];
    java.util.Arrays.fill(sums, BigDecimal.ZERO);
    for (var visitor : visitors) {
      var products =
          List.of(
              visitor[0],
              visitor[0].multiply(visitor[0]),
              visitor[1],
              visitor[1].multiply(visitor[1]),
              visitor[0].multiply(visitor[1]));
      for (int i = 0; i < sums.length; i++) {
        sums[i] = sums[i].add(products.get(i));
      }
    }
    var text = new StringBuilder();
    for (var sum : sums) {
      var plain = sum.signum() == 0 ? "0" : sum.stripTrailingZeros().toPlainString();
      text.append(' ').append(plain);
    }
    return text.toString();
  }
}
