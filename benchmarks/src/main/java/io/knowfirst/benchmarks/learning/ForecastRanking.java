package io.knowfirst.benchmarks.learning;

import io.knowfirst.rules.facts.BuyingModel;
import io.knowfirst.rules.facts.History;
import io.knowfirst.rules.facts.Item;
import io.knowfirst.rules.facts.PastOrders;
import io.knowfirst.rules.facts.ShopClock;
import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.learning.BuyingModelFit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * How well a forecast, fitted to the orders before a moment, ranks customers by what they ordered
 * from then on, against their recency and the count of their orders.
 */
public final class ForecastRanking {
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private final Map<String, List<Touch>> before = new TreeMap<>();
  private final Map<String, Set<String>> days = new HashMap<>();
  private final Map<String, Double> worth = new HashMap<>();

  private ForecastRanking() {}

  private record Ranked(PastOrders past, int ordered, double spent, double meanSoFar) {}

  /**
   * @param args the file of the online retail data set, the first day that is forecast and the
   *     first that is not any more, such as 2011-09-01 2011-12-01
   */
  public static void main(String[] args) throws IOException {
    var ranking = new ForecastRanking();
    ranking.read(Path.of(args[0]), args[1], args[2]);
    ranking.judge(Instant.parse(args[1] + "T00:00:00Z"), Instant.parse(args[2] + "T00:00:00Z"));
  }

  private void read(Path file, String split, String end) throws IOException {
    try (var in = Files.newInputStream(file);
        var reader =
            new BufferedReader(
                new InputStreamReader(
                    file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in,
                    StandardCharsets.UTF_8))) {
      reader.readLine();
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var row = COMMA.split(line, -1);
        int pieces = Integer.parseInt(row[3]);
        if (row[0].startsWith("C") || row[6].isEmpty() || pieces <= 0) {
          continue;
        }
        double price = Double.parseDouble(row[5]);
        if (row[4].compareTo(split) < 0) {
          var item = new Item(row[1], "shop", null, null, null, price, pieces);
          long at = Instant.parse(row[4]).toEpochMilli();
          before
              .computeIfAbsent(row[6], customer -> new ArrayList<>())
              .add(new Touch(Touch.Kind.BOUGHT, at, row[0], "", item));
        } else if (row[4].compareTo(end) < 0) {
          days.computeIfAbsent(row[6], customer -> new HashSet<>()).add(row[4].substring(0, 10));
          worth.merge(row[6], price * pieces, Double::sum);
        }
      }
    }
  }

  private void judge(Instant split, Instant end) {
    var clock = ShopClock.at(split.toEpochMilli() - 1, ZoneOffset.UTC);
    var customers = new ArrayList<Ranked>();
    before.forEach(
        (customer, touches) -> {
          double spent =
              touches.stream()
                  .map(Touch::item)
                  .mapToDouble(item -> item == null ? 0 : item.price() * item.quantity())
                  .sum();
          PastOrders.of(History.of(touches), clock)
              .forEach(
                  past ->
                      customers.add(
                          new Ranked(
                              past,
                              days.getOrDefault(customer, Set.of()).size(),
                              worth.getOrDefault(customer, 0.0),
                              spent)));
        });
    long began = System.nanoTime();
    var model =
        BuyingModelFit.of(customers.stream().map(Ranked::past).toList(), split).orElseThrow();
    int ahead = (int) ChronoUnit.DAYS.between(split, end);
    System.out.printf(
        "%d customers, %d ordered within %d days; fitted in %.2f s: %s%n",
        customers.size(),
        customers.stream().filter(one -> one.ordered() > 0).count(),
        ahead,
        (System.nanoTime() - began) / 1e9,
        Arrays.toString(model.parameters()));
    System.out.printf(
        "orders expected %.0f, ordered %d; amount expected %.0f, spent %.0f%n",
        customers.stream().mapToDouble(one -> model.orders(one.past(), ahead)).sum(),
        customers.stream().mapToInt(Ranked::ordered).sum(),
        customers.stream().mapToDouble(one -> amount(model, one, ahead)).sum(),
        customers.stream().mapToDouble(Ranked::spent).sum());
    print("forecast of orders", customers, one -> model.orders(one.past(), ahead));
    print("chance of an order", customers, one -> model.probability(one.past(), ahead));
    print("forecast of the amount", customers, one -> amount(model, one, ahead));
    print("recency", customers, one -> one.past().last() - one.past().age());
    print("count of past orders", customers, one -> one.past().repeats());
    print("amount so far", customers, Ranked::meanSoFar);
  }

  private static double amount(BuyingModel model, Ranked one, int days) {
    return model.orders(one.past(), days) * model.worth(one.past());
  }

  private static void print(String by, List<Ranked> customers, ToDoubleFunction<Ranked> score) {
    double[] scores = ranks(customers, score);
    System.out.printf(
        "%-24s AUC %.4f, rank correlation with orders %.4f, with the amount %.4f, best tenth has %.1f %% of the amount%n",
        by,
        auc(customers, scores),
        correlation(scores, ranks(customers, Ranked::ordered)),
        correlation(scores, ranks(customers, Ranked::spent)),
        100 * best(customers, score));
  }

  /** From 1 for the lowest; those that are alike share the mean of theirs. */
  private static double[] ranks(List<Ranked> customers, ToDoubleFunction<Ranked> score) {
    var values = customers.stream().mapToDouble(score).toArray();
    var order = new Integer[values.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
    var ranks = new double[values.length];
    for (int i = 0; i < order.length; ) {
      int j = i;
      while (j < order.length && values[order[j]] == values[order[i]]) {
        j++;
      }
      for (int k = i; k < j; k++) {
        ranks[order[k]] = (i + j + 1) / 2.0;
      }
      i = j;
    }
    return ranks;
  }

  /** How often one who ordered is above one who did not; alike counts as half. */
  private static double auc(List<Ranked> customers, double[] ranks) {
    double sum = 0;
    double ordered = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (customers.get(i).ordered() > 0) {
        sum += ranks[i];
        ordered++;
      }
    }
    return (sum - ordered * (ordered + 1) / 2) / (ordered * (ranks.length - ordered));
  }

  private static double correlation(double[] one, double[] other) {
    double mean = (one.length + 1) / 2.0;
    double both = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < one.length; i++) {
      both += (one[i] - mean) * (other[i] - mean);
      first += (one[i] - mean) * (one[i] - mean);
      second += (other[i] - mean) * (other[i] - mean);
    }
    return both / Math.sqrt(first * second);
  }

  private static double best(List<Ranked> customers, ToDoubleFunction<Ranked> score) {
    double all = customers.stream().mapToDouble(Ranked::spent).sum();
    return customers.stream()
            .sorted(Comparator.comparingDouble(score).reversed())
            .limit(customers.size() / 10)
            .mapToDouble(Ranked::spent)
            .sum()
        / all;
  }
}
