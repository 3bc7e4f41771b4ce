package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Funnels, retentions and quantiles, as PostgreSQL counts them. */
class MetricFormsCountedTest {
  private static final Instant START = Instant.parse("2026-11-01T20:00:00Z");

  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);
  private final Story story = new Story(database.pool());
  private RuleFolder folder;
  private Counter counter;

  @BeforeEach
  void open() throws IOException {
    Story.folder(dir, "[orders]");
    Files.writeString(
        dir.resolve("metrics.yaml"),
        """
        - {id: bought, kind: funnel, steps: [View, Add, Buy], window: 7}
        - {id: again, kind: retention, from: 3, until: 7}
        - {id: viewed-again, kind: retention, event: View, from: 3, until: 7}
        - {id: median, kind: quantile, quantile: 0.5, event: Load, property: ms, window: 7}
        """);
    var layout = dir.resolve("experiments/layout.yaml");
    Files.writeString(
        layout,
        Files.readString(layout).replace("[orders]", "[bought, again, viewed-again, median]"));
    folder = RuleFolder.read(dir);
    counter =
        new Counter(
            vertx,
            database.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            InstantSource.system(),
            7);
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  private void countAll() {
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  /** Total of a metric over all days, of list. */
  private int total(String metric) {
    return story.sums().stream()
        .filter(sum -> sum.startsWith(metric + " list "))
        .mapToInt(
            sum -> Integer.parseInt(sum.substring(sum.indexOf(" n=")).strip().split(" ", -1)[1]))
        .sum();
  }

  private void did(String visitor, String event, double afterHours) {
    story.tracked(visitor, event, START.plusSeconds(Math.round(3600 * afterHours)), "{}");
  }

  @Test
  void the_steps_of_a_funnel_count_in_their_order_within_the_window() {
    for (var visitor : List.of("all", "wrong-order", "late", "before", "twice", "at-once")) {
      story.exposed(visitor, "list", START);
    }
    did("all", "View", 1);
    did("all", "Add", 2);
    did("all", "Buy", 30);
    did("wrong-order", "Add", 1);
    did("wrong-order", "View", 2);
    did("wrong-order", "Buy", 3);
    did("late", "View", 1);
    did("late", "Add", 2);
    did("late", "Buy", 7 * 24);
    did("before", "View", -1);
    did("before", "Add", 1);
    did("before", "Buy", 2);
    // The first view leads nowhere, the second does.
    did("twice", "Add", 0.5);
    did("twice", "View", 1);
    did("twice", "View", 2);
    did("twice", "Add", 3);
    did("at-once", "Buy", 4);
    did("at-once", "Add", 4);
    did("at-once", "View", 4);
    countAll();
    assertThat(List.of(total("bought#1"), total("bought#2"), total("bought")))
        .containsExactly(5, 4, 2);
    // It is complete on the day of its last step: 30 hours after 20:00 are two days on, 4 are one.
    assertThat(story.days())
        .contains(
            "bought list 2026-11-01 1 n=1 1 1 0 0 0", "bought list 2026-11-01 2 n=1 1 1 0 0 0");

    // What was missing comes late.
    did("wrong-order", "Add", 2.5);
    countAll();
    assertThat(List.of(total("bought#1"), total("bought#2"), total("bought")))
        .containsExactly(5, 5, 3);
  }

  @Test
  void who_comes_back_between_two_days_is_retained() {
    for (var visitor : List.of("early", "first", "last", "late", "page")) {
      story.exposed(visitor, "list", START);
    }
    did("early", "View", 3 * 24 - 0.001);
    did("first", "View", 3 * 24);
    did("last", "Other", 7 * 24 - 0.001);
    did("late", "View", 7 * 24);
    story.paged("page", START.plus(Duration.ofDays(4)));
    countAll();
    assertThat(total("viewed-again")).isEqualTo(1);
    assertThat(total("again")).isEqualTo(3);
  }

  @Test
  void visitors_of_two_experiments_count_by_the_variation_of_both() {
    var other = dir.resolve("experiments/banner.yaml");
    try {
      Files.writeString(
          other, Files.readString(dir.resolve("experiments/layout.yaml")).replace("bought, ", ""));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
    folder = RuleFolder.read(dir);
    story.exposed("both", "list", START);
    did("both", "View", 3 * 24);
    countAll();
    assertThat(story.pairs()).isEmpty();
    story.exposed("banner", "both", "grid", START);
    story.exposed("banner", "alone", "grid", START);
    story.exposed("both2", "grid", START.plusSeconds(60));
    story.exposed("banner", "both2", "list", START.plusSeconds(60));
    story.exposed("holdout", "both", "known", START);
    countAll();
    var pairs =
        List.of(
            "banner grid layout list n=1 1 1",
            "banner list layout grid n=1 0 0",
            "layout grid banner list n=1 0 0",
            "layout list banner grid n=1 1 1");
    assertThat(story.pairs()).isEqualTo(pairs);
    // A login makes the second visitor the first one, and they count once.
    story.tied("both2", "both");
    countAll();
    assertThat(story.pairs()).containsExactly(pairs.get(0), pairs.get(3));
    Story.await(counter.recount("banner"));
    assertThat(story.pairs()).isEmpty();
    countAll();
    assertThat(story.pairs()).containsExactly(pairs.get(0), pairs.get(3));
  }

  @Test
  void the_sums_of_bins_are_those_of_counts_over_visitors_up_to_each_bin() {
    var random = new Random(5);
    var values = new TreeMap<String, List<Double>>();
    for (int i = 0; i < 40; i++) {
      var visitor = "v" + i;
      story.exposed(visitor, "list", START.plus(Duration.ofDays(i % 2)));
      var own = values.computeIfAbsent(visitor, v -> new ArrayList<>());
      for (int event = random.nextInt(5); event > 0; event--) {
        double ms = random.nextInt(6) == 0 ? 0 : 100 * Math.exp(random.nextGaussian() / 50);
        own.add(ms);
        story.tracked(
            visitor,
            "Load",
            START.plus(Duration.ofDays(2)).plusSeconds(random.nextInt(86_400)),
            "{\"values\":{\"ms\":" + ms + "}}");
      }
    }
    countAll();
    assertThat(story.bins()).isEqualTo(byHand(values));
    Story.await(counter.recount("layout"));
    assertThat(story.bins()).isEmpty();
    countAll();
    assertThat(story.bins()).isEqualTo(byHand(values));
  }

  /** Up to each bin the values, the sum of squared counts, and that of counts times all. */
  private static List<String> byHand(Map<String, List<Double>> values) {
    var bins = new TreeMap<Integer, Boolean>();
    values.values().forEach(own -> own.forEach(ms -> bins.put(bin(ms), true)));
    var lines = new ArrayList<String>();
    for (int bin : bins.keySet()) {
      long upto = 0;
      long squares = 0;
      long products = 0;
      for (var own : values.values()) {
        long count = own.stream().filter(ms -> bin(ms) <= bin).count();
        upto += count;
        squares += count * count;
        products += count * own.size();
      }
      lines.add("%d: %d %d %d".formatted(bin, upto, squares, products));
    }
    return lines;
  }

  private static int bin(double ms) {
    return ms > 0 ? (int) Math.floor(Math.log(ms) / Math.log(1.01)) : -10_000;
  }
}
