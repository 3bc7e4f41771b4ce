package io.knowfirst.server.experiments.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.experiments.statistics.Before;
import io.knowfirst.experiments.statistics.Moments;
import io.knowfirst.server.decide.assignment.Experiments;
import io.knowfirst.server.experiments.measurement.Counting.Pass;
import io.knowfirst.server.experiments.measurement.SumTable.Cell;
import io.knowfirst.server.experiments.measurement.SumTable.Part;
import io.knowfirst.server.store.postgres.Database;
import io.knowfirst.server.store.postgres.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By which parts of the visitors sums are kept and read. */
class PartsTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path dir;

  private final Vertx vertx = Vertx.vertx();
  private final Database database = TestDatabase.open(vertx);
  private Story story;

  @BeforeEach
  void open() {
    story = new Story(database.pool());
  }

  @AfterEach
  void close() {
    database.close();
    Story.await(vertx.close());
  }

  private void countAll(String metrics) {
    var folder = Story.folder(dir, metrics);
    var experiments = Experiments.of(folder.experiments().values());
    var counter =
        new Counter(
            vertx, database.pool(), () -> folder, () -> experiments, InstantSource.system(), 7);
    while (Story.await(counter.pass()) != Pass.DONE) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_report_reads_totals_and_strata_of_all_metrics_and_days_and_parts_of_the_deciding_one() {
    story.exposed("layout", "ann", "list", START, "web", "mobile");
    story.ordered("ann", "before", START.minusSeconds(3600), 40, 1);
    story.ordered("ann", "first", START.plusSeconds(60), 30, 2);
    story.ordered("ann", "second", START.plusSeconds(90), 5, 1);
    story.exposed("layout", "bob", "grid", START.plusSeconds(86_400), "app", null);
    countAll("[revenue, basket]");
    var read =
        Story.await(
            new SumTable(database.pool())
                .read("layout", 1, new SumTable.Asked("revenue", true, true)));
    var revenue = new Moments(1, 50, 2500, 40, 1600, 2000);
    // 65 in two orders, and 40 in one before.
    var basket =
        new Moments(1, 65, 4225, 2, 4, 130, new Before(40, 1600, 1, 1, 40, 2600, 65, 80, 2));
    var first = LocalDate.parse("2026-11-01");

    assertThat(read.cells())
        .contains(
            new Cell("basket", "list", null, null, basket),
            new Cell("basket", "list", null, "new mobile", basket),
            new Cell("revenue", "list", null, null, revenue),
            new Cell("revenue", "list", null, "new mobile", revenue),
            new Cell("revenue", "list", first, null, revenue),
            new Cell("revenue", "list", first, "new mobile", revenue));
    assertThat(read.cells().stream().filter(cell -> cell.day() != null))
        .extracting(Cell::metric)
        .containsOnly("revenue")
        .hasSize(4);
    var nothing = new Moments(1, 0, 0, 0, 0, 0);
    assertThat(read.parts())
        .containsExactlyInAnyOrder(
            new Part("visitor", "new", "list", null, revenue),
            new Part("channel", "web", "list", null, revenue),
            new Part("device", "mobile", "list", null, revenue),
            new Part("visitor", "new", "grid", null, nothing),
            new Part("channel", "app", "grid", null, nothing),
            new Part("device", "unknown", "grid", null, nothing));
  }

  @Test
  void a_past_that_a_later_login_brings_to_light_is_none() {
    // Three customers who bought days ago and look around without a login; two log in, one before.
    for (var name : new String[] {"ann", "bob", "cai"}) {
      story.ordered(name, "past", START.minusSeconds(3 * 86_400), 40, 1);
      story.exposed(name + "-phone", "grid", START);
      story.ordered(name + "-phone", "now", START.plusSeconds(60), 10, 1);
    }
    story.tied("ann-phone", "ann", START.minusSeconds(1));
    story.tied("bob-phone", "bob", START.plusSeconds(30));
    // Dee is known, and where else she was comes to light only later.
    story.exposed("dee", "grid", START);
    story.ordered("dee-phone", "past", START.minusSeconds(3 * 86_400), 40, 1);
    story.tied("dee-phone", "dee", START.plusSeconds(30));
    countAll("[revenue, basket]");

    // Ann alone has a past, of 40 in one order; all but Dee buy for 10.
    assertThat(story.sums())
        .containsExactlyInAnyOrder(
            "revenue grid 2026-11-01 returning other n=1 10 100 40 1600 400",
            "revenue grid 2026-11-01 new other n=3 20 200 0 0 0",
            "basket grid 2026-11-01 returning other n=1 10 100 1 1 10 before 40 1600 1 1 40 400 10 40 1",
            "basket grid 2026-11-01 new other n=3 20 200 2 2 20 before 0 0 0 0 0 0 0 0 0");
  }

  @Test
  void a_segment_is_what_the_first_exposure_said_and_a_stratum_is_coarser() {
    story.exposed("layout", "ann", "list", START, "web", "mobile");
    story.exposed("layout", "bob", "list", START, "web", "desktop");
    story.exposed("layout", "cai", "list", START, "app", "tablet");
    story.exposed("layout", "dee", "list", START, "kiosk", "fridge");
    story.exposed("layout", "eve", "list", START, null, null);
    story.ordered("ann", "o", START.plusSeconds(1), 3, 1);
    // What ann sees later, under another id and before she is known to be the same, does not count.
    story.exposed("layout", "ann-2", "grid", START.plusSeconds(60), "email", "desktop");
    story.tied("ann-2", "ann");
    countAll("[revenue]");
    assertThat(story.sums())
        .containsExactlyInAnyOrder(
            "revenue list 2026-11-01 new mobile n=1 3 9 0 0 0",
            "revenue list 2026-11-01 new desktop n=1 0 0 0 0 0",
            "revenue list 2026-11-01 new other n=3 0 0 0 0 0");
    assertThat(story.segments())
        .containsExactlyInAnyOrder(
            "revenue list visitor=new n=5 3 9 0 0 0",
            "revenue list channel=web n=2 3 9 0 0 0",
            "revenue list channel=app n=1 0 0 0 0 0",
            "revenue list channel=kiosk n=1 0 0 0 0 0",
            "revenue list channel=unknown n=1 0 0 0 0 0",
            "revenue list device=mobile n=1 3 9 0 0 0",
            "revenue list device=desktop n=1 0 0 0 0 0",
            "revenue list device=tablet n=1 0 0 0 0 0",
            "revenue list device=other n=1 0 0 0 0 0",
            "revenue list device=unknown n=1 0 0 0 0 0");
  }
}
