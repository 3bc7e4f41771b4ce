package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountingTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir java.nio.file.Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);
  private RuleFolder folder;
  private Story story;
  private Counter counter;

  @BeforeEach
  void open() {
    folder = Story.folder(dir, "[converted, orders, revenue, basket, refunds]");
    story = new Story(database.pool());
    counter = counter(7);
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  private Counter counter(int batch) {
    return new Counter(
        vertx,
        database.pool(),
        () -> folder,
        () -> Experiments.of(folder.experiments().values()),
        InstantSource.system(),
        batch);
  }

  private void countAll() {
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_visitor_counts_with_what_happened_in_the_window_after_the_first_exposure() {
    story.exposed("ann", "list", START);
    story.ordered("ann", "before", START.minusSeconds(3600), 40, 1);
    story.ordered("ann", "first", START.plusSeconds(60), 30, 2);
    story.ordered("ann", "last", START.plusSeconds(13 * 86_400), 5, 1);
    story.ordered("ann", "late", START.plusSeconds(15 * 86_400), 1000, 1);
    story.exposed("bob", "grid", START.plusSeconds(86_400));
    countAll();
    assertThat(story.sums())
        .containsExactlyInAnyOrder(
            "converted list 2026-11-01 new other n=1 1 1 0 0 0",
            "orders list 2026-11-01 new other n=1 2 4 0 0 0",
            // 65 is capped at 50; the order before the exposure is the covariate.
            "revenue list 2026-11-01 new other n=1 50 2500 40 1600 2000",
            // Before: 40 of one order, by itself and times 65 and 2 after.
            "basket list 2026-11-01 new other n=1 65 4225 2 4 130 before 40 1600 1 1 40 2600 65 80 2",
            "refunds list 2026-11-01 new other n=1 0 0 0 0 0",
            "converted grid 2026-11-02 new other n=1 0 0 0 0 0",
            "orders grid 2026-11-02 new other n=1 0 0 0 0 0",
            "revenue grid 2026-11-02 new other n=1 0 0 0 0 0",
            "basket grid 2026-11-02 new other n=1 0 0 0 0 0 before 0 0 0 0 0 0 0 0 0",
            "refunds grid 2026-11-02 new other n=1 0 0 0 0 0");
  }

  @Test
  void an_order_counts_once_with_its_newest_update_and_less_what_was_taken_back() {
    story.exposed("ann", "list", START);
    var two = "{'product':'p','price':10,'quantity':2},{'product':'q','price':5,'quantity':1}";
    story.order("ann", "1", "Order Completed", START.plusSeconds(60), "'o-1'", two);
    story.order("ann", "2", "Order Completed", START.plusSeconds(90), "' o-1'", two);
    story.tied("phone", "ann", START.minusSeconds(60));
    story.order("phone", "3", "Order Completed", START.plusSeconds(99), "'o-1'", two);
    story.order("ann", "4", "Order Completed", START.plusSeconds(120), "2.0", two);
    countAll();
    assertThat(sums("list"))
        .containsExactly("converted 1", "orders 2", "revenue 50", "basket 50 2");

    var one = "{'product':'p','price':10,'quantity':1}";
    story.order("ann", "5", "Order Refunded", START.plusSeconds(40 * 86_400), "'o-1'", one);
    countAll();
    assertThat(sums("list"))
        .containsExactly("converted 1", "orders 2", "revenue 40", "basket 40 2");

    // A second time, and by its amount alone; a refund of no order changes nothing.
    story.order("phone", "6", "Order Refunded", START.plusSeconds(41 * 86_400), "'o-1'", one);
    story.order("phone", "7", "Order Refunded", START.plusSeconds(41 * 86_400), "'other'", one);
    story.refunded("ann", "8", START.plusSeconds(100), 40, "2");
    countAll();
    assertThat(sums("list")).containsExactly("converted 1", "orders 2", "revenue 5", "basket 5 2");

    story.order("ann", "9", "Order Updated", START.plusSeconds(200), "'o-1'", one + "," + two);
    countAll();
    assertThat(sums("list"))
        .containsExactly("converted 1", "orders 2", "revenue 15", "basket 15 2");
    story.order("ann", "10", "Order Cancelled", START.plusSeconds(300), "'o-1'", "");
    countAll();
    assertThat(sums("list")).containsExactly("converted 1", "orders 2", "revenue 0", "basket 0 2");
  }

  @Test
  void a_refund_may_come_before_its_order_and_one_after_the_exposure_leaves_the_past_alone() {
    var one = "{'product':'p','price':10,'quantity':1}";
    story.exposed("ann", "list", START);
    story.order("ann", "1", "Order Refunded", START.plusSeconds(100), "'o-1'", one);
    countAll();
    assertThat(sums("list")).containsExactly("converted 0", "orders 0", "revenue 0", "basket 0 0");
    story.order("ann", "2", "Order Completed", START.plusSeconds(60), "'o-1'", one);
    story.order("ann", "3", "Order Completed", START.minusSeconds(60), "'o-2'", one);
    story.order("ann", "4", "Order Refunded", START.plusSeconds(60), "'o-2'", one);
    story.order("ann", "5", "Order Completed", START.minusSeconds(50), "'o-3'", one);
    story.order("ann", "6", "Order Refunded", START.minusSeconds(40), "'o-3'", one);
    countAll();
    assertThat(story.sums()).contains("revenue list 2026-11-01 new other n=1 0 0 10 100 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void orders_without_an_id_each_count(String id) {
    var one = "{'product':'p','price':10,'quantity':1}";
    story.exposed("ann", "list", START);
    story.order("ann", "1", "Order Completed", START.plusSeconds(60), "'" + id + "'", one);
    story.order("ann", "2", "Order Completed", START.plusSeconds(61), "'" + id + "'", one);
    countAll();
    assertThat(sums("list"))
        .containsExactly("converted 1", "orders 2", "revenue 20", "basket 20 2");
  }

  @Test
  void what_was_counted_stays_when_events_are_deleted_and_the_visitor_comes_back() {
    story.exposed("ann", "list", START);
    story.exposed("bob", "grid", START.plusSeconds(40 * 86_400));
    story.ordered("ann", "then", START.plusSeconds(60), 30, 1);
    countAll();
    var before = story.sums();
    story.run("delete from event where at < '2026-12-01'");
    story.run("insert into installation values ('events-since', '2026-12-01T00:00:00Z')");
    story.ordered("ann", "later", START.plusSeconds(80 * 86_400), 7, 1);
    story.ordered("bob", "late", START.plusSeconds(41 * 86_400), 7, 1);
    countAll();
    assertThat(story.sums())
        .containsAll(before.stream().filter(sum -> sum.contains("list")).toList());
    assertThat(story.sums())
        .anyMatch(sum -> sum.startsWith("revenue grid") && sum.contains("n=1 7"));
    assertThat(story.visitors()).containsExactly("grid 1 0 0 0", "list 1 0 0 0");
  }

  /** Amounts of one visitor, and of a ratio what they are divided by. */
  private List<String> sums(String variation) {
    var sums = new java.util.ArrayList<String>();
    for (var metric : List.of("converted", "orders", "revenue", "basket")) {
      var line =
          story.sums().stream().filter(sum -> sum.startsWith(metric + " " + variation)).findFirst();
      var text = line.orElseThrow();
      var numbers = text.substring(text.indexOf(" n=1 ") + 5).split(" ", -1);
      sums.add(metric + " " + numbers[0] + (metric.equals("basket") ? " " + numbers[2] : ""));
    }
    return sums;
  }

  @Test
  void windows_are_days_of_24_hours_whatever_the_time_zone_of_the_database() {
    // Clocks in Berlin go back on 25 October 2026, so 14 days there are 337 hours, and 7 are 169.
    var berlin = TestDatabase.open(vertx, "Europe/Berlin");
    story = new Story(berlin.pool());
    var counter =
        new Counter(
            vertx,
            berlin.pool(),
            () -> folder,
            () -> Experiments.of(folder.experiments().values()),
            InstantSource.system(),
            7);
    var ann = Instant.parse("2026-10-20T10:00:00Z");
    story.exposed("ann", "list", ann);
    story.ordered("ann", "last", ann.plusSeconds(14 * 86_400 - 1), 3, 1);
    story.ordered("ann", "late", ann.plusSeconds(14 * 86_400), 5, 1);
    var bob = Instant.parse("2026-10-25T10:00:00Z");
    story.exposed("bob", "grid", bob);
    story.ordered("bob", "too early", bob.minusSeconds(7 * 86_400 + 1), 7, 1);
    story.ordered("bob", "first", bob.minusSeconds(7 * 86_400), 11, 1);
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
    assertThat(story.sums())
        .contains(
            "revenue list 2026-10-20 new other n=1 3 9 0 0 0",
            "revenue grid 2026-10-25 returning other n=1 0 0 11 121 0");
    berlin.close();
  }

  @Test
  void two_visitors_tied_by_a_login_are_one_who_counts_where_they_started() {
    story.exposed("anonymous", "grid", START.plusSeconds(60));
    story.exposed("known", "list", START);
    story.ordered("anonymous", "o-1", START.plusSeconds(120), 10, 1);
    story.ordered("known", "o-2", START.plusSeconds(180), 20, 1);
    countAll();
    assertThat(story.visitors()).containsExactlyInAnyOrder("grid 1 0 0 0", "list 1 0 0 0");
    story.tied("anonymous", "known");
    countAll();
    assertThat(story.visitors()).containsExactly("list 1 1 0 0");
    assertThat(story.sums()).contains("orders list 2026-11-01 new other n=1 2 4 0 0 0").hasSize(5);
  }

  @Test
  void a_visitor_with_more_events_than_a_person_makes_is_left_out_and_counted_as_a_bot() {
    story.exposed("bot", "list", START);
    story.exposed("person", "list", START);
    story.viewed("bot", Participants.MOST_EVENTS_OF_A_PERSON, START);
    story.viewed("person", Participants.MOST_EVENTS_OF_A_PERSON - 1, START);
    story.ordered("bot", "o", START, 10, 1);
    countAll();
    assertThat(story.visitors()).containsExactly("list 1 0 0 1");
    assertThat(story.sums()).contains("converted list 2026-11-01 new other n=1 0 0 0 0 0");
  }

  @Test
  void a_visitor_with_a_bots_user_agent_is_left_out_everywhere_and_counted_as_a_bot() {
    story.exposedToABot("bot", "list", START);
    story.exposed("holdout", "bot", "known", START.plusSeconds(1));
    story.exposed("person", "list", START);
    story.ordered("bot", "o", START, 10, 1);
    countAll();
    assertThat(story.visitors()).containsExactly("known 0 0 0 1", "list 1 0 0 1");
    assertThat(story.sums())
        .contains("converted list 2026-11-01 new other n=1 0 0 0 0 0")
        .hasSize(5);
    Story.await(counter.recount("layout"));
    countAll();
    assertThat(story.visitors()).containsExactly("known 0 0 0 1", "list 1 0 0 1");
  }

  @Test
  void a_login_that_ties_a_bot_to_a_visitor_leaves_both_out() {
    story.exposedToABot("anonymous", "grid", START.plusSeconds(60));
    story.exposed("known", "list", START);
    countAll();
    assertThat(story.visitors()).containsExactly("grid 0 0 0 1", "list 1 0 0 0");
    story.tied("anonymous", "known");
    countAll();
    assertThat(story.visitors()).containsExactly("list 0 0 0 1");
    assertThat(story.sums()).isEmpty();
  }

  @Test
  void who_is_later_shown_a_rules_content_in_the_same_place_became_known() {
    story.exposed("here", "list", START);
    story.exposed("elsewhere", "list", START);
    story.exposed("earlier", "list", START);
    story.knownAt("here", "shelf", START.plusSeconds(60));
    story.knownAt("elsewhere", "hero", START.plusSeconds(60));
    story.knownAt("earlier", "shelf", START.minusSeconds(60));
    countAll();
    assertThat(story.visitors()).containsExactly("list 3 0 1 0");
  }

  @Test
  void who_tells_who_they_are_did_not_become_known_by_that_alone() {
    story.exposed("stranger", "list", START);
    story.identified("stranger", START.plusSeconds(60));
    countAll();
    assertThat(story.visitors()).containsExactly("list 1 0 0 0");
  }

  @Test
  void who_was_shown_another_variation_too_counts_where_they_started_and_in_health() {
    story.exposed("twice", "list", START);
    story.exposed("once", "list", START);
    story.shownAlso("twice", "grid");
    countAll();
    assertThat(story.visitors()).containsExactly("list 2 1 0 0");
  }

  @Test
  void two_members_that_count_at_once_count_everyone_once() {
    for (int i = 0; i < 150; i++) {
      story.exposed("v" + i, i % 3 == 0 ? "list" : "grid", START);
      story.ordered("v" + i, "o", START.plusSeconds(1), 10, 1);
    }
    var other = counter(11);
    boolean waited = false;
    for (int done = 0; done < 3; ) {
      var here = counter.pass();
      var there = other.pass();
      waited |=
          Story.await(there) == Pass.BUSY_ELSEWHERE || Story.await(here) == Pass.BUSY_ELSEWHERE;
      done = Story.await(here) == Pass.DONE || Story.await(there) == Pass.DONE ? done + 1 : 0;
    }
    assertThat(waited).as("they met").isTrue();
    assertThat(story.visitors()).containsExactly("grid 100 0 0 0", "list 50 0 0 0");
    assertThat(story.sums())
        .contains(
            "revenue grid 2026-11-01 new other n=100 1000 10000 0 0 0",
            "revenue list 2026-11-01 new other n=50 500 5000 0 0 0");
  }

  @Test
  void who_came_on_an_earlier_day_is_a_returning_visitor() {
    story.viewed("ann", 1, START.minusSeconds(86_401));
    story.exposed("ann", "list", START);
    countAll();
    assertThat(story.sums())
        .contains("orders list 2026-11-01 returning other n=1 0 0 0 0 0")
        .hasSize(5);
  }

  @Test
  void what_commits_after_a_later_number_is_not_missed() {
    story.exposed("ann", "list", START);
    var slow = story.begin();
    slow.ordered("ann", "slow", START.plusSeconds(1), 10, 1);
    story.ordered("bob", "quick", START.plusSeconds(1), 10, 1);
    for (int i = 0; i < 10; i++) {
      assertThat(Story.await(counter.pass())).isNotNull();
    }
    slow.commit();
    countAll();
    assertThat(story.sums()).contains("orders list 2026-11-01 new other n=1 1 1 0 0 0");
  }

  @Test
  void another_definition_of_the_metrics_counts_anew() {
    story.exposed("ann", "list", START);
    story.ordered("ann", "o", START.plusSeconds(1), 10, 1);
    countAll();
    folder = Story.folder(dir, "[orders]");
    countAll();
    assertThat(story.sums()).containsExactly("orders list 2026-11-01 new other n=1 1 1 0 0 0");
  }

  @Test
  void a_holdout_is_measured_by_all_metrics_without_being_defined() {
    story.exposed("holdout", "ann", "known", START);
    story.ordered("ann", "o", START.plusSeconds(1), 10, 1);
    countAll();
    assertThat(story.sums())
        .contains("revenue known 2026-11-01 new other n=1 10 100 0 0 0")
        .hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void sums_kept_up_to_date_equal_a_recount_and_a_count_by_hand(long seed) {
    var random = new RandomStory(story, seed);
    for (int burst = 0; burst < 25; burst++) {
      random.tell(20);
      if (burst % 5 == 4) {
        counter = counter(1 + random.below(30));
      }
      for (int i = random.below(12); i > 0; i--) {
        assertThat(Story.await(counter.pass())).isNotNull();
      }
    }
    countAll();
    List<String> kept = story.sums();
    assertThat(kept).containsExactlyInAnyOrderElementsOf(random.byHand());
    List<String> segments = story.segments();
    assertThat(segments).containsExactlyInAnyOrderElementsOf(random.segmentsByHand());
    List<String> days = story.days();
    assertThat(days).containsExactlyInAnyOrderElementsOf(random.daysByHand());
    assertThat(story.visitors()).isNotEmpty();
    List<String> visitors = story.visitors();
    Story.await(counter.recount("layout"));
    assertThat(story.sums()).isEmpty();
    assertThat(story.segments()).isEmpty();
    assertThat(story.days()).isEmpty();
    countAll();
    assertThat(story.sums()).isEqualTo(kept);
    assertThat(story.segments()).isEqualTo(segments);
    assertThat(story.days()).isEqualTo(days);
    assertThat(story.visitors()).isEqualTo(visitors);
  }
}
